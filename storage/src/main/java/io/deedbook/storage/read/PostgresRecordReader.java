// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from the database with the reader's pool. Every statement is limited to the tenant by its first condition. */
public final class PostgresRecordReader implements RecordReader {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final String QUERY_CANCELED = "57014";

    private final Pool reader;
    private final EvidenceReader evidence;
    private final WalkLimits limits;

    public PostgresRecordReader(Pool reader, EvidenceReader evidence) {
        this(reader, evidence, WalkLimits.STANDARD);
    }

    PostgresRecordReader(Pool reader, EvidenceReader evidence, WalkLimits limits) {
        this.reader = reader;
        this.evidence = evidence;
        this.limits = limits;
    }

    @Override
    public Future<RecordPage> records(Tenant tenant, RecordQuery query) {
        return refused(query.isDirect() ? direct(tenant, query) : new RecordWalk(reader, tenant, query, limits).run());
    }

    private Future<RecordPage> direct(Tenant tenant, RecordQuery query) {
        var statement = RecordSelect.of(tenant, query);
        return reader.preparedQuery(statement.sql())
                .execute(statement.parameters())
                .map(rows -> page(rows, query.limit()));
    }

    @Override
    public Future<RecordPage> entries(Tenant tenant, List<Long> indexes) {
        var statement = RecordSelect.of(tenant, indexes);
        return refused(reader.preparedQuery(statement.sql())
                .execute(statement.parameters())
                .map(rows -> page(rows, rows.size())));
    }

    private static RecordPage page(RowSet<Row> rows, int recordsMax) {
        var records = new ArrayList<StoredRecord>(rows.size());
        var found = 0L;
        for (var row : rows) {
            found = row.getLong("found");
            if (records.size() < recordsMax) {
                records.add(RecordRow.read(row));
            }
        }
        return RecordPage.of(records, found > records.size());
    }

    @Override
    public Future<Optional<StoredRecord>> record(Tenant tenant, @Nullable String team, String id) {
        if (!ID.matcher(id).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        var uuid = new UUID(Long.parseUnsignedLong(id, 0, 16, 16), Long.parseUnsignedLong(id, 16, 32, 16));
        var statement = RecordSelect.byId(tenant, team, uuid);
        return refused(reader.preparedQuery(statement.sql())
                .execute(statement.parameters())
                .map(rows -> rows.size() == 0
                        ? Optional.<StoredRecord>empty()
                        : Optional.of(RecordRow.read(rows.iterator().next()))));
    }

    @Override
    public Future<Stats> stats(Tenant tenant, @Nullable String team) {
        return refused(new StatsQuery(reader, tenant, team, limits.stretches()).run());
    }

    @Override
    public Future<Long> size(Tenant tenant) {
        return refused(reader.preparedQuery("select size from log_head where log_id = $1")
                .execute(Tuple.of(tenant.id()))
                .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong(0)));
    }

    @Override
    public Future<Optional<String>> checkpoint(Tenant tenant) {
        return refused(evidence.checkpoint(tenant));
    }

    @Override
    public Future<Optional<String>> proof(Tenant tenant, @Nullable String team, String id, OptionalLong size) {
        return record(tenant, team, id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : refused(evidence.proof(
                                tenant, found.get().index(), found.get().leaf(), size)));
    }

    private static <T> Future<T> refused(Future<T> call) {
        return call.recover(failure -> Future.failedFuture(
                failure instanceof PgException canceled && QUERY_CANCELED.equals(canceled.getSqlState())
                        ? new Refusal(
                                Refusal.Reason.DATABASE_AWAY,
                                "The query takes too long. Ask for a shorter time or for more exact values.",
                                2)
                        : Fault.refusal(failure)));
    }
}
