-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- What the planner has to know of hashes of sessions it takes from no partial index, so it is told to look at them (PostgreSQL 14
-- and newer). New partitions are made with this; those that are there are looked at here, with nobody waiting. Then the index goes
-- that V15 replaces. A transaction of its own: V15 lets readers through, and this waits for them.
--
-- First the locks under which emptied partitions are detached, and others made: a collector at that would wait for this one in a
-- ring.
select pg_advisory_xact_lock(7234299858313375860);
select pg_advisory_xact_lock(7234299858497139316);
do $$
declare
    made text := 'create statistics %s_session on (hashtextextended(session_id, 0)) from %1$s';
    knows boolean := current_setting('server_version_num')::int >= 140000;
    partition regclass;
begin
    if knows then
        execute format(made, 'record');
    end if;
    for partition in select inhrelid::regclass from pg_inherits where inhparent = 'record'::regclass
        order by inhrelid::regclass::text loop
        if knows then
            execute format(made, partition);
        end if;
        execute format('analyze %s', partition);
    end loop;
end $$;
drop index record_session_hash;
