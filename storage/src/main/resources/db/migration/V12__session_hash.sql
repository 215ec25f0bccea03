-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Records of a session by a hash of its id: a third of the bytes, and numbers are compared in place of texts. It leads to them only;
-- io.deedbook.storage.postgres.SessionCondition asks for the id itself as well. Not a partial index, because the planner takes no
-- statistics from one. Appends wait while it is made, readers don't. Where a partition has such an index already, that is taken,
-- which must not be one that was left half made.
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
create index record_session_hash on record (log_id, hashtextextended(session_id, 0), idx);
