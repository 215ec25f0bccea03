-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Records hardly ever change, so the vacuum that comes after inserts may freeze what it sees. Otherwise it reads and writes each
-- page once to mark it as visible, and once more years of transactions later to freeze it. New partitions are made with this.
do $$
declare
    partition regclass;
begin
    for partition in select inhrelid::regclass from pg_inherits where inhparent = 'record'::regclass loop
        execute format('alter table %s set (autovacuum_freeze_min_age = 0)', partition);
    end loop;
end $$;
