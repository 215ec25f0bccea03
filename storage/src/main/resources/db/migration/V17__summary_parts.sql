-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- What one collector has counted of a stretch that it could not sum up alone, for whoever sums it up. A crash of the server
-- empties the table; then the records are read.
create unlogged table summary_part (
    log_id          int not null,
    number          bigint not null,
    -- how many entries of the stretch are in it, and which: a bit for each, the lowest of the first byte for the first entry
    entries         int not null check (entries > 0),
    places          bytea not null,
    -- where it was counted: a text that no other database has, nor the same after the server was started again
    database        text not null,
    -- of each row the values that its records have in common, and how many they are
    team            text[] not null,
    risk            text[] not null,
    action          text[] not null,
    surface         text[] not null,
    kind            text[] not null,
    day             bigint[] not null,
    records         bigint[] not null,
    earliest        bigint[] not null,
    latest          bigint[] not null
);
create index summary_part_place on summary_part (log_id, number);
