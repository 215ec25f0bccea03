-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Records of a session, for who asks for one. PostgreSQL 18 went through all sessions of an index (V12) to find some entries of a
-- log, wherever it had no statistics yet. What a question does not imply about "session_id" keeps it from a partial index. Appends
-- wait while it is made, readers don't. Where a partition has such an index already, that is taken, which must not be one that was
-- left half made.
do $$
declare
    unfinished text;
begin
    select string_agg(indexrelid::regclass::text, ', ') into unfinished
        from pg_index join pg_inherits on inhrelid = indrelid
        where inhparent = 'record'::regclass and not indisvalid;
    if unfinished is not null then
        raise exception 'indexes that were not finished have to be dropped first: %', unfinished;
    end if;
end $$;
create index record_by_session on record (log_id, hashtextextended(session_id, 0), idx) where session_id is not null;
