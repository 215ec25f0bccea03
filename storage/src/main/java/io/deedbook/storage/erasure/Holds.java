// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.storage.ledger.OwnEntries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Legal holds: laid, listed and released, each change with an entry of the ledger. They are read by whatever erases, in
 * its transaction and under the head lock that a new hold needs too: a hold counts for everything that was not
 * committed before it. Thread-safe; futures fail with an {@link IllegalArgumentException}, meant for a person, when a
 * value does not do.
 */
public final class Holds {
    /** The most holds of a tenant that may be in force at once, because each is compared with each record. */
    public static final int ACTIVE_MAX = 100;

    private static final int LIST_MAX = 10_000;
    private static final String COLUMNS = "id, subject, tokens, session, from_unix_nanos, to_unix_nanos, reason,"
            + " added_by, added_at, released_by, released_at";

    private final Vertx vertx;
    private final Pool admin;
    private final OwnEntries entries;
    private final Function<Tenant, SubjectTokens> tokens;
    private final LongSupplier clockUnixNanos;
    private final Sealer sealer = new Sealer();

    /**
     * @param admin connects as the owner of the schema
     * @param tokens of a tenant
     */
    public Holds(
            Vertx vertx,
            Pool admin,
            OwnEntries entries,
            Function<Tenant, SubjectTokens> tokens,
            LongSupplier clockUnixNanos) {
        this.vertx = vertx;
        this.admin = admin;
        this.entries = entries;
        this.tokens = tokens;
        this.clockUnixNanos = clockUnixNanos;
    }

    /** Lays a hold; in force when it is answered. */
    public Future<Hold> add(Tenant tenant, NewHold hold) {
        return vertx.executeBlocking(() -> tokenised(tenant, hold), false).compose(tokenised -> {
            var now = clockUnixNanos.getAsLong();
            var entry = sealer.seal(RecordDraft.ofLedger(Kind.HOLD, OwnEntry.HOLD_ADDED, now, content(tokenised)));
            return entries.append(tenant, now, connection -> insert(connection, tenant, tokenised, entry))
                    .compose(added -> find(tenant, EntryIds.of(entry)));
        });
    }

    private Hold tokenised(Tenant tenant, NewHold hold) {
        var own = tokens.apply(tenant);
        var subject = hold.subject() == null ? null : own.subject(hold.subject());
        return new Hold(
                "",
                subject == null ? "" : subject.token(),
                subject == null ? List.of() : subject.tokens(),
                hold.session() == null ? "" : own.session(hold.session()),
                hold.fromUnixNanos(),
                hold.toUnixNanos(),
                own.redacted(hold.reason()),
                hold.addedBy(),
                "",
                null,
                null);
    }

    private static Map<String, String> content(Hold hold) {
        var content = new TreeMap<String, String>();
        content.put("reason", hold.reason());
        content.put("requestedBy", hold.addedBy());
        content.put("subject", hold.subject());
        content.put("session", hold.session());
        content.put("from", number(hold.fromUnixNanos()));
        content.put("to", number(hold.toUnixNanos()));
        content.values().removeIf(String::isEmpty);
        return content;
    }

    private static String number(OptionalLong number) {
        return number.isEmpty() ? "" : Long.toString(number.getAsLong());
    }

    private static Future<List<SealedRecord>> insert(
            SqlConnection connection, Tenant tenant, Hold hold, SealedRecord entry) {
        return connection
                .preparedQuery("select count(*) from hold where tenant_id = $1 and released_at is null")
                .execute(Tuple.of(tenant.id()))
                .compose(rows -> rows.iterator().next().getLong(0) < ACTIVE_MAX
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalArgumentException(
                                ACTIVE_MAX + " holds are in force, which is the limit. Release some.")))
                .compose(few -> connection
                        .preparedQuery("insert into hold (id, tenant_id, subject, tokens, session, from_unix_nanos,"
                                + " to_unix_nanos, reason, added_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
                        .execute(Tuple.of(EntryIds.of(entry), tenant.id(), hold.subject())
                                .addArrayOfString(hold.tokens().toArray(String[]::new))
                                .addString(hold.session())
                                .addValue(boxed(hold.fromUnixNanos()))
                                .addValue(boxed(hold.toUnixNanos()))
                                .addString(hold.reason())
                                .addString(hold.addedBy())))
                .map(inserted -> List.of(entry));
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isEmpty() ? null : number.getAsLong();
    }

    /**
     * Releases a hold.
     *
     * @param id 32 hex digits
     * @param releasedBy the id of a key, or {@code operator}
     */
    public Future<Hold> release(Tenant tenant, String id, String reason, String releasedBy) {
        var held = EntryIds.parse(id);
        if (held.isEmpty()) {
            return Future.failedFuture(noHold());
        }
        var checked = Reason.checked(reason);
        return vertx.executeBlocking(() -> tokens.apply(tenant).redacted(checked), false)
                .compose(redacted -> {
                    var now = clockUnixNanos.getAsLong();
                    var content = new TreeMap<String, String>();
                    content.put("hold", id);
                    content.put("reason", redacted);
                    content.put("requestedBy", releasedBy);
                    var entry = sealer.seal(RecordDraft.ofLedger(Kind.HOLD, OwnEntry.HOLD_RELEASED, now, content));
                    return entries.append(
                            tenant,
                            now,
                            connection -> connection
                                    .preparedQuery(
                                            "update hold set released_by = $3, released_at = now(), release_id = $4"
                                                    + " where tenant_id = $1 and id = $2 and released_at is null")
                                    .execute(Tuple.of(tenant.id(), held.get(), releasedBy, EntryIds.of(entry)))
                                    .compose(rows -> rows.rowCount() == 1
                                            ? Future.succeededFuture(List.of(entry))
                                            : Future.failedFuture(noHold())));
                })
                .compose(released -> find(tenant, held.get()));
    }

    private static IllegalArgumentException noHold() {
        return new IllegalArgumentException("There is no hold of this id in force.");
    }

    /** The holds in force, and those that were released too when asked, newest first. */
    public Future<List<Hold>> list(Tenant tenant, boolean released) {
        return admin.preparedQuery("select " + COLUMNS + " from hold where tenant_id = $1"
                        + (released ? "" : " and released_at is null") + " order by added_at desc, id limit "
                        + LIST_MAX)
                .execute(Tuple.of(tenant.id()))
                .map(Holds::read);
    }

    private Future<Hold> find(Tenant tenant, UUID id) {
        return admin.preparedQuery("select " + COLUMNS + " from hold where tenant_id = $1 and id = $2")
                .execute(Tuple.of(tenant.id(), id))
                .map(rows -> read(rows).get(0));
    }

    /** The holds in force as a transaction under the head lock sees them. */
    static Future<List<Hold>> active(SqlClient client, int tenantId) {
        return client.preparedQuery("select " + COLUMNS + " from hold where tenant_id = $1 and released_at is null")
                .execute(Tuple.of(tenantId))
                .map(Holds::read);
    }

    private static List<Hold> read(Iterable<Row> rows) {
        var holds = new ArrayList<Hold>();
        for (var row : rows) {
            holds.add(new Hold(
                    EntryIds.hex(row.getUUID("id")),
                    row.getString("subject"),
                    List.of(row.getArrayOfStrings("tokens")),
                    row.getString("session"),
                    number(row.getLong("from_unix_nanos")),
                    number(row.getLong("to_unix_nanos")),
                    row.getString("reason"),
                    row.getString("added_by"),
                    time(row.getOffsetDateTime("added_at")),
                    row.getString("released_by"),
                    row.getOffsetDateTime("released_at") == null ? null : time(row.getOffsetDateTime("released_at"))));
        }
        return holds;
    }

    private static OptionalLong number(@Nullable Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static String time(OffsetDateTime time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }
}
