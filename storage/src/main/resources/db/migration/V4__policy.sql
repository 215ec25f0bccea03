-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Every policy that was ever set. The newest of an owner is in force; one without a document puts the fallback in force
-- again: a team's is its tenant's, a tenant's is the process's own. Each row has an entry in the tenant's ledger.

create table policy (
    tenant_id   int not null references tenant,
    team        text not null default '',   -- '' is the tenant itself
    number      int not null check (number >= 1),
    document    text,
    version     text not null,
    set_by      text not null,
    set_at      timestamptz not null default now(),
    record_id   text not null,
    primary key (tenant_id, team, number)
);
create trigger policy_append_only before update or delete on policy
    for each row execute function refuse_change();
create trigger policy_never_truncated before truncate on policy
    for each statement execute function refuse_change();
