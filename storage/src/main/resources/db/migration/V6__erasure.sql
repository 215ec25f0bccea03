-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Erasure, legal holds and retention. What is erased from a record are whole parts, column by column; the leaf stays.

-- Entries that say what is gone, for whoever checks a log: a few among many.
create index record_erasure on record (log_id, idx) where kind in ('erasure', 'retention');

-- How many entries of a log are gone whole, counted from the left, in whole bundles.
create table pruned_log (
    log_id      int primary key references log,
    size        bigint not null check (size >= 0 and size % 256 = 0)
);

-- A record or finding is changed in one way only: whole parts of it become null, and nothing else differs; and an entry goes in one way
-- only: with the whole bundle that it is in, once pruned_log says so. Both are left to the role deedbook_eraser, or, where
-- the collector's user can't take that role on, to a transaction that says deedbook.eraser = 'on'.
create function guard_record() returns trigger language plpgsql as $$
declare
    erasable constant text[] := array[
        'team', 'user_email', 'user_account_uuid', 'user_account_id', 'user_id', 'organization_id',
        'workspace_paths', 'session_id', 'actor_salt', 'attributes', 'attributes_salt', 'target', 'content',
        'content_salt', 'agent_id', 'agent_version', 'tool_name', 'connector', 'operation', 'decision',
        'decision_source', 'permission_mode', 'duration_ms', 'prompt_id', 'sequence', 'trace_id', 'span_id',
        'parent_span_id', 'model', 'input_tokens', 'output_tokens', 'cache_read_tokens',
        'cache_creation_tokens', 'cost_usd_nanos', 'request_id', 'facts_salt'];
    allowed boolean := current_user = 'deedbook_eraser';
begin
    if not allowed and current_setting('deedbook.eraser', true) = 'on' then
        allowed := not exists (select from pg_roles
            where rolname = 'deedbook_eraser' and pg_has_role(session_user, oid, 'member'));
    end if;
    if allowed and tg_op = 'UPDATE' and old.kind in ('record', 'finding') then
        if to_jsonb(new) - erasable = to_jsonb(old) - erasable
            -- actor
            and (row(new.team, new.user_email, new.user_account_uuid, new.user_account_id, new.user_id,
                new.organization_id, new.workspace_paths, new.session_id, new.actor_salt) is null
            or row(new.team, new.user_email, new.user_account_uuid, new.user_account_id, new.user_id,
                new.organization_id, new.workspace_paths, new.session_id, new.actor_salt)
               is not distinct from row(old.team, old.user_email, old.user_account_uuid, old.user_account_id, old.user_id,
                old.organization_id, old.workspace_paths, old.session_id, old.actor_salt))
            -- attributes
            and (row(new.attributes, new.attributes_salt) is null
            or row(new.attributes, new.attributes_salt)
               is not distinct from row(old.attributes, old.attributes_salt))
            -- content
            and (row(new.target, new.content, new.content_salt) is null
            or row(new.target, new.content, new.content_salt)
               is not distinct from row(old.target, old.content, old.content_salt))
            -- facts
            and (row(new.agent_id, new.agent_version, new.tool_name, new.connector, new.operation, new.decision,
                new.decision_source, new.permission_mode, new.duration_ms, new.prompt_id,
                new.sequence, new.trace_id, new.span_id, new.parent_span_id, new.model,
                new.input_tokens, new.output_tokens, new.cache_read_tokens,
                new.cache_creation_tokens, new.cost_usd_nanos, new.request_id, new.facts_salt) is null
            or row(new.agent_id, new.agent_version, new.tool_name, new.connector, new.operation, new.decision,
                new.decision_source, new.permission_mode, new.duration_ms, new.prompt_id,
                new.sequence, new.trace_id, new.span_id, new.parent_span_id, new.model,
                new.input_tokens, new.output_tokens, new.cache_read_tokens,
                new.cache_creation_tokens, new.cost_usd_nanos, new.request_id, new.facts_salt)
               is not distinct from row(old.agent_id, old.agent_version, old.tool_name, old.connector, old.operation, old.decision,
                old.decision_source, old.permission_mode, old.duration_ms, old.prompt_id,
                old.sequence, old.trace_id, old.span_id, old.parent_span_id, old.model,
                old.input_tokens, old.output_tokens, old.cache_read_tokens,
                old.cache_creation_tokens, old.cost_usd_nanos, old.request_id, old.facts_salt))
        then
            return null;
        end if;
    elsif allowed and tg_op = 'DELETE' then
        if old.idx < (select size from pruned_log where log_id = old.log_id) then
            return null;
        end if;
    end if;
    raise exception 'table % is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
drop trigger record_append_only on record;
create trigger record_append_only after update or delete on record
    for each row execute function guard_record();

-- A legal hold. Whom and which session it is about stands here as tokens under the tenant's secret only. The id is that of
-- its entry in the ledger.
create table hold (
    id              uuid primary key,
    tenant_id       int not null references tenant,
    subject         text not null default '',
    tokens          text[] not null default '{}',
    session         text not null default '',
    from_unix_nanos bigint,
    to_unix_nanos   bigint,
    reason          text not null,
    added_by        text not null,
    added_at        timestamptz not null default now(),
    released_by     text,
    released_at     timestamptz,
    release_id      uuid
);
create index hold_active on hold (tenant_id) where released_at is null;

-- Erasures that were asked for and how far they are; what they did is in the ledger.
create table erasure (
    id              uuid primary key,
    tenant_id       int not null references tenant,
    subject         text not null,
    reason          text not null,
    requested_by    text not null,
    state           text not null check (state in ('running', 'done', 'failed')),
    searched        bigint not null default 0,
    log_size        bigint not null default 0,
    erased          bigint not null default 0,
    held            bigint not null default 0,
    held_by         text[] not null default '{}',
    started_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now()
);

-- How much of each journal of erasures, which lies outside the database, this database has in it.
create table erasure_journal (
    log_id          int not null references log,
    journal         text not null,
    applied_bytes   bigint not null,
    primary key (log_id, journal)
);

-- How far each log's retention is, under which policies and holds, and who is at it.
create table retention_cursor (
    log_id          int primary key references log,
    next_index      bigint not null default 0,
    basis           text not null default '',
    holder          text not null default '',
    leased_until    timestamptz not null default now()
);
