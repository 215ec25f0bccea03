-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- The ledger. Table "record" has one column a field of io.deedbook.pipeline.record.Field, named by Field.column().
-- Runs on PostgreSQL 12 or newer, with no rights beyond owning the schema.

create table tenant (
    id          int generated always as identity primary key,
    name        text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    created_at  timestamptz not null default now()
);

create table team (
    tenant_id   int not null references tenant,
    name        text not null check (char_length(name) between 1 and 128),
    created_at  timestamptz not null default now(),
    primary key (tenant_id, name)
);

-- Keys are random, so a plain hash suffices; the key itself is shown once and stored nowhere.
create table api_key (
    id          text primary key,
    tenant_id   int not null references tenant,
    team        text,
    name        text not null default '',
    scopes      text[] not null,
    key_hash    bytea not null unique check (octet_length(key_hash) = 32),
    created_at  timestamptz not null default now(),
    revoked_at  timestamptz,
    foreign key (tenant_id, team) references team (tenant_id, name)
);

-- One log a tenant. "public_id" is the opaque <log> of URLs; the origin is <host>/ledger/<public_id>.
create table log (
    id          int primary key references tenant,
    public_id   text not null unique check (public_id ~ '^[0-9a-f]{16}$'),
    origin      text not null unique,
    vkey        text not null
);

-- The only row that appends to one log meet at. The frontier is the roots of the perfect subtrees, largest first.
create table log_head (
    log_id      int primary key references log,
    size        bigint not null check (size >= 0),
    frontier    bytea not null check (octet_length(frontier) % 32 = 0)
) with (fillfactor = 20);

-- Requests seen in the last 24 h, so that a resent one is answered with its first receipt.
create table export_receipt (
    log_id              int not null,
    export_key          bytea not null,
    first_index         bigint not null,
    count               int not null,
    received_unix_nanos bigint not null,
    primary key (log_id, export_key)
);
create index export_receipt_age on export_receipt using brin (received_unix_nanos);

create table record (
    log_id              int not null,
    idx                 bigint not null check (idx >= 0),
    id                  uuid not null,
    received_unix_nanos bigint not null,
    occurred_unix_nanos bigint not null,
    -- what
    surface             text,
    signal              text,
    event               text,
    action              text,
    outcome             text,
    agent_id            text,
    agent_version       text,
    -- action
    tool_name           text,
    connector           text,
    operation           text,
    target              text,
    decision            text,
    decision_source     text,
    permission_mode     text,
    duration_ms         bigint,
    -- who
    team                text,
    user_email          text,
    user_account_uuid   text,
    user_account_id     text,
    user_id             text,
    organization_id     text,
    workspace_paths     text[],
    -- thread
    session_id          text,
    prompt_id           text,
    sequence            bigint,
    trace_id            text,
    span_id             text,
    parent_span_id      text,
    -- cost
    model               text,
    input_tokens        bigint,
    output_tokens       bigint,
    cache_read_tokens   bigint,
    cache_creation_tokens bigint,
    cost_usd_nanos      bigint,
    request_id          text,
    -- judgement
    risk                text,
    rules               text[],
    controls            text[],
    policy_version      text,
    truncated           bigint,
    content_state       text,
    pii                 jsonb,
    -- content and attributes, canonical JSON exactly as committed to (jsonb would change the bytes)
    content             text,
    attributes          text,
    -- evidence
    actor_salt          bytea,
    attributes_salt     bytea,
    content_salt        bytea,
    facts_salt          bytea,
    leaf                bytea not null,
    leaf_hash           bytea not null check (octet_length(leaf_hash) = 32),
    primary key (log_id, idx, received_unix_nanos)
) partition by range (received_unix_nanos);
create index record_id on record (id);
create index record_session on record (log_id, session_id, idx) where session_id is not null;
create index record_occurred on record using brin (occurred_unix_nanos);

-- Nothing but erasure and retention, which have a role of their own, changes or removes a record. AFTER, because PostgreSQL 12 has
-- no BEFORE triggers for the rows of a partitioned table.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger record_append_only after update or delete on record
    for each row execute function refuse_change();
-- Each partition has one of its own, made with it: a statement on a partition does not ask its parent.
create trigger record_never_truncated before truncate on record
    for each statement execute function refuse_change();

create table checkpoint (
    log_id      int not null references log,
    size        bigint not null,
    note        text not null,
    created_at  timestamptz not null default now(),
    primary key (log_id, size)
);
create trigger checkpoint_append_only before update or delete on checkpoint
    for each row execute function refuse_change();
create trigger checkpoint_never_truncated before truncate on checkpoint
    for each statement execute function refuse_change();

-- Full tiles of height 8 (C2SP tlog-tiles), 256 hashes each; derived from record.leaf_hash and rebuildable. "root" is the
-- root over them: an entry of the tile above, kept so that making that one reads 32 bytes a tile and not 8 KiB.
create table tile (
    log_id      int not null references log,
    level       smallint not null,
    number      bigint not null,
    hashes      bytea not null check (octet_length(hashes) = 8192),
    root        bytea not null check (octet_length(root) = 32),
    primary key (log_id, level, number)
);

-- Sessions of the dashboard. Only the hash of the cookie is here, so that the table is worthless to its reader.
create table dashboard_session (
    token_hash  bytea primary key check (octet_length(token_hash) = 32),
    key_id      text not null references api_key,
    created_at  timestamptz not null default now(),
    expires_at  timestamptz not null
);
