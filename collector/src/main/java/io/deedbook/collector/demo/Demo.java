// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.demo;

import io.deedbook.collector.audit.Counted;
import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.server.CollectorServer;
import io.deedbook.collector.server.FirstKeys;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.deedbook.storage.tenant.Tenants;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerificationReport;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;

/**
 * Shows a collector at work: replays captured telemetry over HTTP, has the ledger signed and verified, and says what
 * came of it and what to look at. Doing so again on the same data adds nothing, because the requests are recognised.
 */
public final class Demo {
    private final Vertx vertx;
    private final CollectorOptions options;
    private final CollectorServer server;
    private final Storage storage;
    private final PrintWriter out;

    public Demo(Vertx vertx, CollectorOptions options, CollectorServer server, PrintWriter out) {
        this.vertx = vertx;
        this.options = options;
        this.server = server;
        this.storage = server.storage();
        this.out = out;
    }

    /** Runs it once; completes when everything is printed. */
    public Future<Void> run() {
        return storage.tenants()
                .find(Tenants.DEFAULT_NAME)
                .map(found -> found.orElseThrow(() -> new IllegalStateException("tenant default: none")))
                .compose(tenant ->
                        new DemoKeys(vertx, options, server, tenant).keys().compose(keys -> replay(tenant, keys)));
    }

    private Future<Void> replay(Tenant tenant, FirstKeys keys) {
        var reader = storage.reader();
        return reader.size(tenant)
                .compose(before -> new Replay(vertx, server.url(), keys.ingest())
                        .send(Sample.all())
                        .compose(statuses -> storage.publisher()
                                .publishNow()
                                .compose(published -> new LedgerVerifier(vertx)
                                        .verify(
                                                storage.verifierPool(),
                                                tenant.name(),
                                                new VerifyOptions(null, storage.logKeys(), null)))
                                .compose(verified -> Tally.of(reader, tenant)
                                        .compose(tally -> reader.size(tenant)
                                                .map(after -> new DemoReport(
                                                        server.url(),
                                                        keys,
                                                        statuses,
                                                        after - before,
                                                        tally,
                                                        verdict(verified),
                                                        options.dataDir()
                                                                .toAbsolutePath()
                                                                .normalize()
                                                                .toString()))))))
                .map(report -> {
                    out.print(report.text());
                    out.flush();
                    return null;
                });
    }

    private static String verdict(VerificationReport report) {
        return report.ok()
                ? "verified: " + Counted.of(report.records(), "record") + ", "
                        + Counted.of(report.checkpoints(), "signed checkpoint") + ", nothing amiss"
                : "NOT verified: " + Counted.of(report.findingCount(), "finding") + "; deedbook verify names them";
    }
}
