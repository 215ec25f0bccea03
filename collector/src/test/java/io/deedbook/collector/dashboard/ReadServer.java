// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.collector.api.ApiRoutes;
import io.deedbook.collector.api.LedgerRoutes;
import io.deedbook.collector.intake.PreparedDatabase;
import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.rule.RuleSet;
import io.deedbook.storage.Storage;
import io.deedbook.storage.StorageOptions;
import io.deedbook.storage.finding.FindingOptions;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.ledger.WriterVerticle;
import io.deedbook.storage.tenant.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The API and the dashboard on a port, in front of a storage of their own with the included PostgreSQL. */
public final class ReadServer implements AutoCloseable {
    /** When all records of these tests happened. */
    public static final long OCCURRED_UNIX_NANOS =
            TimeUnit.SECONDS.toNanos(Instant.parse("2026-03-02T09:30:00Z").getEpochSecond());

    private static final String TEAM = "payments";

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.of(vertx, AppendRequest.class, Receipt.class);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Sealer sealer = new Sealer();
    private final Path directory;
    private final Storage storage;
    private final Tenant tenant;
    private final String readKey;
    private final String teamKey;
    private final String ingestKey;
    private final int port;
    private final int publicPort;

    private ReadServer(Path dataDir) {
        directory = dataDir;
        var options = new StorageOptions("", dataDir, StorageOptions.ORIGIN_HOST_DEFAULT, "", Duration.ofMillis(50));
        storage = await(Storage.open(vertx, options, bus, new SimpleMeterRegistry()));
        await(storage.startWriter());
        tenant = await(storage.tenants().find("default")).orElseThrow();
        await(storage.teams().create(tenant, TEAM));
        readKey = key(null, Scope.READ);
        teamKey = key(TEAM, Scope.READ);
        ingestKey = key(null, Scope.INGEST);
        port = await(listen(false));
        publicPort = await(listen(true));
    }

    public static ReadServer open() {
        try {
            return new ReadServer(PreparedDatabase.in(Files.createTempDirectory("deedbook-read-it")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<Integer> listen(boolean publicLedgers) {
        var rules = RuleSet.builtIn();
        var verticle = new VerticleBase() {
            private int port;

            @Override
            public Future<?> start() {
                var router = Router.router(vertx);
                new ApiRoutes(storage.authenticator(), storage.reader()).mount(router);
                new LedgerRoutes(storage.authenticator(), storage.evidence(), publicLedgers).mount(router);
                new DashboardRoutes(vertx, storage.authenticator(), storage.reader(), storage.sessions(), rules)
                        .mount(router);
                return vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .onSuccess(server -> port = server.actualPort());
            }
        };
        return vertx.deployVerticle(verticle).map(deployed -> verticle.port);
    }

    private String key(@Nullable String team, Scope scope) {
        return await(storage.keys().create(tenant, team, "test", Set.of(scope))).value();
    }

    public String readKey() {
        return readKey;
    }

    /** May read the records of the team {@value #TEAM} only. */
    public String teamKey() {
        return teamKey;
    }

    public String ingestKey() {
        return ingestKey;
    }

    /** Reads everything of a tenant that has nothing. */
    public String keyOfAnotherTenant() {
        return await(storage.tenants()
                        .find("other")
                        .compose(found -> found.map(Future::succeededFuture)
                                .orElseGet(() -> storage.tenants().create("other")))
                        .compose(other -> storage.keys().create(other, null, "test", Set.of(Scope.READ))))
                .value();
    }

    /** Counts of a tenant with four million entries, as the database says, of which a quarter is summed up. */
    public HttpResponse<String> statsWhileCounting() {
        await(storage.summarizer().stop());
        var large = await(storage.tenants().create("large"));
        var key = await(storage.keys().create(large, null, "test", Set.of(Scope.READ)));
        update("insert into summary_cursor (log_id, next_number) values ($1, 123)", large);
        update("update log_head set size = 4000000 where log_id = $1", large);
        try {
            return get("/api/v1/stats", key.value());
        } finally {
            update("update log_head set size = 0 where log_id = $1", large);
        }
    }

    private void update(String sql, Tenant of) {
        await(storage.adminPool().preparedQuery(sql).execute(Tuple.of(of.id())));
    }

    /** The public id of the tenant's log. */
    public String log() {
        var origin = await(storage.evidence().vkey(tenant)).name();
        return origin.substring(origin.lastIndexOf('/') + 1);
    }

    /** Signs what is committed. */
    public void publish() {
        await(storage.publisher().publishNow());
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** A record of a shell command, changed. */
    public SealedRecord record(Consumer<RecordDraft> change) {
        var draft = new RecordDraft(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()), OCCURRED_UNIX_NANOS);
        draft.put(Field.SURFACE, "claude_code");
        draft.put(Field.SIGNAL, "logs");
        draft.put(Field.EVENT, "tool_result");
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.OUTCOME, "success");
        draft.put(Field.RISK, "low");
        draft.put(Field.POLICY_VERSION, "test");
        draft.put(Field.CONTENT_STATE, "redacted");
        change.accept(draft);
        return sealer.seal(draft);
    }

    public Receipt append(SealedRecord... records) {
        var exportKey = new byte[32];
        new SecureRandom().nextBytes(exportKey);
        var request = new AppendRequest(
                tenant, exportKey, List.of(records), System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
        return await(bus.ask(WriterVerticle.ADDRESS, request, TimeUnit.SECONDS.toMillis(60)));
    }

    /** Puts on record what the records so far say together. */
    public void evaluate() {
        var builtIn = CorrelationSet.builtIn();
        var evaluator = storage.findings(tenant -> Future.succeededFuture(builtIn), FindingOptions.standard());
        await(evaluator.evaluateNow());
        await(evaluator.stop());
    }

    /** Asks with a key; the path is sent as it is. */
    public HttpResponse<String> get(String path, @Nullable String key) {
        var request = HttpRequest.newBuilder(URI.create(url(path)));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return send(request.build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Asks, without a key, the port where ledgers are public. */
    public HttpResponse<String> getPublic(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + publicPort + path))
                .build());
    }

    public HttpResponse<byte[]> sendForBytes(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The status of a GET of a path that {@link URI} would refuse. */
    int rawStatus(String path, String cookie) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            var head = "GET " + path + " HTTP/1.1\r\nhost: x\r\ncookie: " + cookie + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(status.substring("HTTP/1.1 ".length()));
        }
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer in time", e);
        }
    }

    @Override
    public void close() {
        await(storage.close());
        await(vertx.fileSystem().deleteRecursive(directory.toString()));
        await(vertx.close());
    }
}
