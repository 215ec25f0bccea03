// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import io.deedbook.loadtest.event.Tape;
import io.deedbook.loadtest.evidence.Export;
import io.deedbook.loadtest.evidence.Journal;
import io.deedbook.loadtest.tally.Tally;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/**
 * What all clients of a run share. Owned by the event loop.
 *
 * @param tenants how many there are; client {@code n} belongs to tenant {@code n} modulo that
 * @param insistent whether clients also send again what got no answer, which the real one does not
 */
public record Gear(
        Vertx vertx,
        NetClient net,
        Destination destination,
        Tape tape,
        Journal journal,
        Tally tally,
        int tenants,
        boolean insistent) {
    private static final int CONNECT_MILLIS = 5_000;

    /** With a network client of its own. */
    public static Gear of(
            Vertx vertx,
            Destination destination,
            Tape tape,
            Journal journal,
            Tally tally,
            int tenants,
            boolean insistent) {
        var options = new NetClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSsl(destination.tls())
                .setHostnameVerificationAlgorithm(destination.tls() ? "HTTPS" : "");
        return new Gear(vertx, vertx.createNetClient(options), destination, tape, journal, tally, tenants, insistent);
    }

    Connection connection() {
        return new Connection(vertx, net, destination);
    }

    /** The whole request of an export: the same bytes each time. */
    Buffer request(Export export) {
        return destination.request(export.tenant(), body(export));
    }

    byte[] body(Export export) {
        return tape.body(export.firstSequence(), export.count(), export.session(), export.firstUnixNanos());
    }
}
