-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- A partition that grows is looked at anew when it is half as large again, and not at each tenth: a look reads 30,000 rows of 60
-- columns, and what the planner has to know of them does not change. New partitions are made with this.
do $$
declare
    partition regclass;
begin
    for partition in select inhrelid::regclass from pg_inherits where inhparent = 'record'::regclass loop
        execute format('alter table %s set (autovacuum_analyze_scale_factor = 0.5)', partition);
    end loop;
end $$;
