// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.demo;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.server.CollectorServer;
import io.deedbook.collector.server.FirstKeys;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The keys of the demo, the same at every start, so that a client that was pointed at it stays connected. They are kept
 * in a file of mode 0600 beside the signing keys, which is what makes this fit for a demo only: everywhere else a key
 * is shown once and stored nowhere.
 */
final class DemoKeys {
    private static final String FILE = "demo-keys";

    private final Vertx vertx;
    private final CollectorOptions options;
    private final CollectorServer server;
    private final Storage storage;
    private final Tenant tenant;

    DemoKeys(Vertx vertx, CollectorOptions options, CollectorServer server, Tenant tenant) {
        this.vertx = vertx;
        this.options = options;
        this.server = server;
        this.storage = server.storage();
        this.tenant = tenant;
    }

    /**
     * The configured key for both, else those of an earlier demo that are still valid, else those of this first start,
     * else new ones.
     */
    Future<FirstKeys> keys() {
        if (options.bootstrapApiKey().isPresent()) {
            var key = options.bootstrapApiKey().get();
            return Future.succeededFuture(new FirstKeys(key, key));
        }
        var file = options.dataDir().resolve(FILE);
        return vertx.executeBlocking(() -> read(file))
                .compose(kept -> kept.isPresent() ? stillValid(kept.get()) : Future.succeededFuture(kept))
                .compose(kept -> kept.map(Future::succeededFuture).orElseGet(() -> make(file)));
    }

    private Future<Optional<FirstKeys>> stillValid(FirstKeys keys) {
        var authenticator = storage.authenticator();
        return authenticator
                .authenticate(keys.ingest())
                .compose(sender -> authenticator
                        .authenticate(keys.read())
                        .map(reader ->
                                sender.isPresent() && reader.isPresent() ? Optional.of(keys) : Optional.empty()));
    }

    private Future<FirstKeys> make(Path file) {
        var fresh = server.firstKeys()
                .map(Future::succeededFuture)
                .orElseGet(() -> FirstKeys.make(storage, tenant, "demo"));
        return fresh.compose(keys -> vertx.executeBlocking(() -> {
            write(file, keys);
            return keys;
        }));
    }

    private static Optional<FirstKeys> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return lines.size() == 2 ? Optional.of(new FirstKeys(lines.get(0), lines.get(1))) : Optional.empty();
    }

    private static void write(Path file, FirstKeys keys) throws IOException {
        Files.deleteIfExists(file);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return;
        }
        Files.write(file, List.of(keys.ingest(), keys.read()), StandardCharsets.UTF_8);
    }
}
