-- Copyright The Deedbook Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- What witnesses say of checkpoints. A checkpoint is served with the lines it has; it is never changed for them.

create table cosignature (
    log_id      int not null references log,
    size        bigint not null,
    -- name and key id of the key that signed, as a verification key begins: "witness.example.com/w1+a2e8a1b0"
    witness     text not null,
    -- the signature line of the note, with its line feed
    line        text not null check (line ~ E'^\u2014 [^\n]+\n$'),
    received_at timestamptz not null default now(),
    primary key (log_id, size, witness)
);
create trigger cosignature_append_only before update or delete on cosignature
    for each row execute function refuse_change();
create trigger cosignature_never_truncated before truncate on cosignature
    for each statement execute function refuse_change();

-- What is handed out: the log's signatures, and below them the lines of witnesses, as many as there are.
create view cosigned_checkpoint as
    select c.log_id, c.size, c.note || coalesce(
        (select string_agg(x.line, '' order by x.witness) from cosignature x where x.log_id = c.log_id and x.size = c.size),
        '') as note
    from checkpoint c;

-- Checkpoints for which the quorum of the policy that was configured at that time is there.
create table witnessed_checkpoint (
    log_id      int not null references log,
    size        bigint not null,
    met_at      timestamptz not null default now(),
    primary key (log_id, size)
);
create trigger witnessed_checkpoint_append_only before update or delete on witnessed_checkpoint
    for each row execute function refuse_change();
create trigger witnessed_checkpoint_never_truncated before truncate on witnessed_checkpoint
    for each statement execute function refuse_change();

-- Which of the collectors on this database talks to the witnesses; another does when its lease has run out.
create table witness_client (
    only_row    boolean primary key default true check (only_row),
    holder      text not null,
    leased_until timestamptz not null
);
