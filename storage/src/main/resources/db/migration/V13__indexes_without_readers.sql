-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Past months are not analysed by themselves any more, so what the planner has to know of hashes of sessions is looked at here,
-- with nobody waiting. Then what nothing reads goes: the index of sessions by their text, and the one of times, which is asked for
-- by summaries of stretches (V10). A transaction of its own: V12 lets readers through, and this waits for them.
--
-- First the lock under which emptied partitions are detached: a collector at that would wait for this one in a ring.
select pg_advisory_xact_lock(7234299858313375860);
do $$
declare
    partition regclass;
begin
    for partition in select inhrelid::regclass from pg_inherits where inhparent = 'record'::regclass loop
        execute format('analyze %s', partition);
    end loop;
end $$;
drop index record_session;
drop index record_occurred;
