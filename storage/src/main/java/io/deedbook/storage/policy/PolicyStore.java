// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.policy;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The policies of tenants and teams. Each change is a new row and, in the same transaction, an entry of the tenant's
 * ledger. Thread-safe; futures fail with a {@code Refusal} when the database is away, and with an
 * {@link IllegalArgumentException}, meant for a person, when a value does not do.
 */
public final class PolicyStore implements PolicySource {
    /** The most versions that an owner's policy may have. */
    public static final int VERSIONS_MAX = 10_000;

    private static final int LIST_MAX = 500;
    private static final String COLUMNS = "number, document, version, set_by, set_at, record_id";

    private final Pool admin;
    private final OwnEntries entries;

    /** @param admin connects as the owner of the schema */
    public PolicyStore(Pool admin, OwnEntries entries) {
        this.admin = admin;
        this.entries = entries;
    }

    @Override
    public Future<Optional<StoredPolicy>> inForce(PolicyOwner owner) {
        return newest(owner).map(found -> found.filter(policy -> policy.document() != null));
    }

    /** The owner's versions, newest first, the removals too; with an empty text, which the entry in the ledger has. */
    public Future<List<StoredPolicy>> versions(PolicyOwner owner) {
        return select(owner, COLUMNS.replace("document", "left(document, 0) as document"), LIST_MAX);
    }

    @Override
    public Future<Map<PolicyOwner, Integer>> numbers() {
        return Fault.refused(admin.query("select p.tenant_id, t.name, p.team, max(p.number) from policy p"
                        + " join tenant t on t.id = p.tenant_id group by 1, 2, 3")
                .execute()
                .map(rows -> {
                    var numbers = new HashMap<PolicyOwner, Integer>();
                    for (var row : rows) {
                        var team = row.getString(2);
                        var tenant = new Tenant(row.getInteger(0), row.getString(1));
                        numbers.put(new PolicyOwner(tenant, team.isEmpty() ? null : team), row.getInteger(3));
                    }
                    return numbers;
                }));
    }

    /**
     * Sets the owner's policy, or removes it. Setting what is in force already changes nothing.
     *
     * @param document a text that compiles, or null to remove
     * @param version what it compiles to
     * @param setBy the id of a key, or {@code command line}
     * @param receivedUnixNanos when, by this server's clock
     * @param entry makes the ledger's entry for the version of this number
     */
    public Future<StoredPolicy> set(
            PolicyOwner owner,
            @Nullable String document,
            String version,
            String setBy,
            long receivedUnixNanos,
            IntFunction<SealedRecord> entry) {
        return explained(checkTeam(owner)
                        .compose(known -> entries.append(
                                owner.tenant(),
                                receivedUnixNanos,
                                connection -> insert(connection, owner, document, version, setBy, entry))))
                .compose(set -> newest(owner))
                .map(Optional::orElseThrow);
    }

    private Future<Void> checkTeam(PolicyOwner owner) {
        if (owner.team() == null) {
            return Future.succeededFuture();
        }
        return admin.preparedQuery("select 1 from team where tenant_id = $1 and name = $2")
                .execute(Tuple.of(owner.tenant().id(), owner.team()))
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalArgumentException("The tenant has no team of this name.")));
    }

    /** Under the head lock of the tenant's log, so that numbers follow one another. */
    private static Future<List<SealedRecord>> insert(
            SqlConnection connection,
            PolicyOwner owner,
            @Nullable String document,
            String version,
            String setBy,
            IntFunction<SealedRecord> entry) {
        return connection
                .preparedQuery("select number, document from policy where tenant_id = $1 and team = $2"
                        + " order by number desc limit 1")
                .execute(Tuple.of(owner.tenant().id(), owner.teamColumn()))
                .compose(rows -> {
                    var before = rows.size() == 0 ? null : rows.iterator().next();
                    var inForce = before == null ? null : before.getString(1);
                    if (Objects.equals(inForce, document)) {
                        return before == null
                                ? Future.failedFuture(new IllegalArgumentException("There is no policy to remove."))
                                : Future.succeededFuture(List.of());
                    }
                    var number = before == null ? 1 : before.getInteger(0) + 1;
                    if (number > VERSIONS_MAX) {
                        return Future.failedFuture(new IllegalArgumentException(
                                "The policy was changed " + VERSIONS_MAX + " times, which is the limit."));
                    }
                    var sealed = entry.apply(number);
                    return connection
                            .preparedQuery("insert into policy"
                                    + " (tenant_id, team, number, document, version, set_by, record_id)"
                                    + " values ($1, $2, $3, $4, $5, $6, $7)")
                            .execute(Tuple.of(owner.tenant().id(), owner.teamColumn(), number)
                                    .addString(document)
                                    .addString(version)
                                    .addString(setBy)
                                    .addString(HexFormat.of().formatHex(sealed.id())))
                            .map(inserted -> List.of(sealed));
                });
    }

    private Future<Optional<StoredPolicy>> newest(PolicyOwner owner) {
        return select(owner, COLUMNS, 1).map(found -> found.stream().findFirst());
    }

    private Future<List<StoredPolicy>> select(PolicyOwner owner, String columns, int limit) {
        return Fault.refused(admin.preparedQuery("select " + columns
                        + " from policy where tenant_id = $1 and team = $2 order by number desc limit " + limit)
                .execute(Tuple.of(owner.tenant().id(), owner.teamColumn()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> policy(owner, row))
                        .toList()));
    }

    private static StoredPolicy policy(PolicyOwner owner, Row row) {
        return new StoredPolicy(
                owner,
                row.getInteger("number"),
                row.getString("document"),
                row.getString("version"),
                row.getString("set_by"),
                row.getOffsetDateTime("set_at"),
                row.getString("record_id"));
    }

    /** What is meant for a person stays as it is. */
    private static <T> Future<T> explained(Future<T> call) {
        return call.recover(failure ->
                Future.failedFuture(failure instanceof IllegalArgumentException ? failure : Fault.refusal(failure)));
    }
}
