-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- The ledger holds more than what clients report: what an entry is, is a column like any other field.

alter table record add column kind text not null default 'record';
