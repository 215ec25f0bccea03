-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Every key that ever signs a log. A checkpoint of a size carries a signature by each key whose range it lies in. The log's
-- entries of kind "genesis" and "key" say the same, and are what verifiers believe.

create table log_key (
    log_id      int not null references log,
    -- counts the keys of the log, over all epochs
    number      int not null check (number >= 1),
    epoch       int not null check (epoch >= 1),
    origin      text not null,
    vkey        text not null unique,
    -- sizes of checkpoints, both inclusive; no end while the key goes on
    from_size   bigint not null check (from_size >= 0),
    until_size  bigint,
    primary key (log_id, number)
);
insert into log_key (log_id, number, epoch, origin, vkey, from_size) select id, 1, 1, origin, vkey, 0 from log;
