-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Findings: what several records say together. A finding is an entry of the ledger like any other, of kind "finding"; here
-- stands only what makes it be found once.

-- How far each log is evaluated. Whoever holds a log evaluates it until its lease runs out; a log without a row was not
-- looked at yet. What there is of records when this comes is not evaluated after the fact.
create table finding_cursor (
    log_id              int primary key references log,
    next_index          bigint not null check (next_index >= 0),
    -- until when what fell due was judged, and when something falls due next
    clock_unix_nanos    bigint not null,
    due_unix_nanos      bigint not null,
    holder              text not null default '',
    leased_until        timestamptz not null default now()
) with (fillfactor = 20);
insert into finding_cursor (log_id, next_index, clock_unix_nanos, due_unix_nanos)
    select log_id, size, (extract(epoch from now()) * 1000000000)::bigint, 9223372036854775807 from log_head;

-- The key says what was found where: whatever evaluates it again finds it here. Neither personal nor content.
create table finding (
    log_id      int not null references log,
    key         bytea not null check (octet_length(key) = 32),
    rule        text not null,
    record_id   uuid not null,
    found_at    timestamptz not null default now(),
    primary key (log_id, key)
);

create index record_finding on record (log_id, idx) where kind = 'finding';
