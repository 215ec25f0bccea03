-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Records of a session, for who asks for one. PostgreSQL 18 went through all sessions of an index (V12) to find some entries of a
-- log, wherever it had no statistics yet. What a question does not imply about "session_id" keeps it from a partial index. Appends
-- wait while it is made, readers don't. Where a partition has such an index already, that is taken, which must not be one that was
-- left half made. A vacuum of a partition that somebody has started is waited for first, with appends going on, and so is whoever
-- makes, detaches or hands partitions over: they lock them in this order.
select pg_advisory_xact_lock(7234299858313375860);
select pg_advisory_xact_lock(7234299858497139316);
do $$
declare
    unfinished text;
    partition regclass;
begin
    for partition in select inhrelid::regclass from pg_inherits where inhparent = 'record'::regclass
        order by inhrelid::regclass::text loop
        execute format('lock table only %s in share update exclusive mode', partition);
    end loop;
    select string_agg(indexrelid::regclass::text, ', ') into unfinished
        from pg_index join pg_inherits on inhrelid = indrelid
        where inhparent = 'record'::regclass and not indisvalid;
    if unfinished is not null then
        raise exception 'indexes that were not finished have to be dropped first: %', unfinished;
    end if;
end $$;
create index record_by_session on record (log_id, hashtextextended(session_id, 0), idx) where session_id is not null;
