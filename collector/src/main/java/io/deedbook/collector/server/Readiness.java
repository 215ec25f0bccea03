// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the collector should be sent requests: not before everything has started, not while it stops, and not while
 * the storage cannot keep what it would acknowledge. Thread-safe.
 */
final class Readiness {
    private enum Phase {
        STARTING,
        RUNNING,
        STOPPING
    }

    private final Supplier<Future<Optional<String>>> storageTrouble;
    // Mutable state: set by the thread that starts and stops the server, read by the event loops
    private volatile Phase phase = Phase.STARTING;

    /**
     * @param storageTrouble asks what keeps the storage from appending: empty for nothing, else a reason for a person
     */
    Readiness(Supplier<Future<Optional<String>>> storageTrouble) {
        this.storageTrouble = storageTrouble;
    }

    void running() {
        phase = Phase.RUNNING;
    }

    void stopping() {
        phase = Phase.STOPPING;
    }

    /** Why no requests should be sent now, or empty when they may. Never fails. */
    Future<Optional<String>> trouble() {
        return switch (phase) {
            case STARTING -> Future.succeededFuture(Optional.of("The collector is starting."));
            case STOPPING -> Future.succeededFuture(Optional.of("The collector is stopping."));
            case RUNNING -> storageTrouble.get().otherwise(Optional.of("The database does not answer."));
        };
    }
}
