-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- What a row costs. By default PostgreSQL compresses rows from 2 KB on, which is about the size of a record, and costs more
-- than inserting it. New partitions are made with this.
do $$
declare
    partition regclass;
begin
    for partition in select inhrelid::regclass from pg_inherits where inhparent = 'record'::regclass loop
        execute format('alter table %s set (toast_tuple_target = 8160)', partition);
    end loop;
end $$;
