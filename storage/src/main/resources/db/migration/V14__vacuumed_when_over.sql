-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- While a month is written to, the vacuum after inserts is off for its partition, and comes once when the month is over: beside the
-- appends it reads each page again, and writes it once more whole into the write-ahead log. New partitions are made with this.
do $$
declare
    partition regclass;
begin
    for partition in
        select c.oid::regclass from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'record'::regclass
            and c.relname >= 'record_p' || to_char(now() at time zone 'UTC', 'YYYYMM')
    loop
        execute format('alter table %s set (autovacuum_vacuum_insert_threshold = -1)', partition);
    end loop;
end $$;
