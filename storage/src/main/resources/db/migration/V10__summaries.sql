-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- What stretches of a log have in them, so that counting and looking for a time don't read the records themselves. All of it
-- is derived from them and can be made anew.

-- How many stretches of level 0 are summed up, from the left. Whoever sums up a stretch, or says that one is outdated, holds
-- this row.
create table summary_cursor (
    log_id          int primary key references log,
    next_number     bigint not null default 0 check (next_number >= 0)
) with (fillfactor = 20);

-- A stretch of level 0 is 8,192 entries, one of level 1 is 128 of these; "number" counts them from the left of the log.
create table record_summary (
    log_id          int not null,
    -- '' is all of the stretch, whoever's
    team            text not null,
    level           smallint not null,
    number          bigint not null,
    records         bigint not null,
    -- the earliest and the latest occurred_unix_nanos; null where there is no record
    earliest        bigint,
    latest          bigint,
    -- {"risk": {"low": 8190, "high": 2}, "action": …, "surface": …, "kind": …, "day": {"2026-03-02": 8192}}
    counts          jsonb not null,
    -- in the row of '' alone: records were erased since, so that the rows of teams count some that are nobody's now
    outdated        boolean not null default false,
    primary key (log_id, team, level, number)
);
create index record_summary_place on record_summary (log_id, level, number);
create index record_summary_outdated on record_summary (log_id, level, number) where outdated;
