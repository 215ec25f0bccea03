// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.evidence.LogKey;
import io.deedbook.storage.evidence.LogKeyTable;
import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.verify.VerificationReport.KeySource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Re-derives a tenant's whole log from the database and says what does not hold: every leaf hash, every column and part
 * against its leaf, the tree, every tile, every checkpoint. Only reads, in pages, while the collector goes on
 * appending.
 */
public final class LedgerVerifier {
    private final Vertx vertx;

    /** @param vertx whose worker threads hash and compare */
    public LedgerVerifier(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Checks the log of one tenant.
     *
     * @param tenantName of a tenant that has a log
     * @return the report; fails with {@link IllegalArgumentException} for an unknown tenant, with
     *     {@link MalformedException} when no usable key is there, or with the SQL client's exceptions
     */
    public Future<VerificationReport> verify(Pool pool, String tenantName, VerifyOptions options) {
        return pool.preparedQuery("select l.id, l.public_id, l.origin, l.vkey,"
                        + " coalesce((select max(size) from checkpoint where log_id = l.id), 0)"
                        + " from log l join tenant t on t.id = l.id where t.name = $1")
                .execute(Tuple.of(tenantName))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.failedFuture(
                                new IllegalArgumentException("There is no tenant of this name, or it has no log."));
                    }
                    var row = rows.iterator().next();
                    var log = new LogRow(
                            row.getInteger(0), row.getString(1), row.getString(2), row.getString(3), row.getLong(4));
                    return LogKeyTable.read(pool, log.id())
                            .compose(named ->
                                    vertx.executeBlocking(() -> begin(pool, tenantName, log, named, options), false));
                })
                .compose(LogVerification::run);
    }

    private LogVerification begin(Pool pool, String tenantName, LogRow log, List<LogKey> named, VerifyOptions options) {
        var findings = new Findings();
        var given = options.vkey();
        var ownKey = given != null || options.keys() == null ? null : keyOfFile(options.keys(), log);
        var key = given != null ? given : ownKey != null ? ownKey : Vkey.parseLog(log.vkey());
        var source = given != null ? KeySource.GIVEN : ownKey != null ? KeySource.KEY_FILE : KeySource.DATABASE;
        var newest = named.isEmpty() ? null : named.get(named.size() - 1).vkey();
        if (named.stream().noneMatch(one -> one.vkey().equals(key))
                || newest == null
                || !newest.toString().equals(log.vkey())
                || !newest.name().equals(log.origin())
                || !(log.origin() + '/').contains('/' + log.publicId() + '/')) {
            findings.add(FindingCode.KEY_CHANGED, Finding.WHOLE_LOG, "the database names another key or origin");
        }
        if (source == KeySource.DATABASE
                && options.keys() != null
                && options.keys().holdsKeys()) {
            findings.add(
                    FindingCode.KEY_CHANGED,
                    Finding.WHOLE_LOG,
                    "the key directory has keys, but none of this log that opens");
        }
        return new LogVerification(
                vertx,
                pool,
                new VerifiedLog(tenantName, log.id(), key, source, named, lastSigned(options.keys(), log, findings)),
                log.checkpointSize(),
                options,
                findings);
    }

    /**
     * The first key of the log's current epoch, from its file, or null where there is none, as away from the
     * collector's host. Keys that came later are found from there.
     */
    private static @Nullable Vkey keyOfFile(KeyDirectory keys, LogRow log) {
        try {
            return keys.vkey(log.origin());
        } catch (FrozenLogException e) {
            return null;
        }
    }

    /** What the signer remembers; read before the head, which by then has all of it. */
    private static @Nullable Checkpoint lastSigned(@Nullable KeyDirectory keys, LogRow log, Findings findings) {
        var state = keys == null ? null : keys.lastSigned(log.origin()).orElse(null);
        if (state == null) {
            return null;
        }
        if (!state.origin().equals(log.origin())) {
            findings.add(FindingCode.KEY_CHANGED, Finding.WHOLE_LOG, "the signer remembers another origin");
            return null;
        }
        return state;
    }

    private record LogRow(int id, String publicId, String origin, String vkey, long checkpointSize) {}
}
