// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.collector.intake.Admission.Reservation;
import io.deedbook.collector.intake.Policies.ExportPolicy;
import io.deedbook.collector.otlp.Encoding;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Signal;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One export request on its way: what is known when it arrives, and the types of what each step adds. */
final class Export {
    private final Signal signal;
    private final HttpServerRequest request;
    private final RequestBody body;
    private final long startNanos = System.nanoTime();

    // Mutable state, owned by the request's event loop.
    private long deadlineNanos;
    private @Nullable Reservation reservation;
    private int eventCount;

    Export(Signal signal, HttpServerRequest request, RequestBody body, int millisMax) {
        this.signal = signal;
        this.request = request;
        this.body = body;
        deadlineNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(millisMax);
    }

    /** The sender is known and may send this. */
    record Admitted(
            Principal principal, ExportPolicy policy, Encoding encoding, boolean gzip, Reservation reservation) {}

    /** The body is there, unpacked. */
    record Received(Admitted admitted, BodyBytes body, long receivedUnixNanos) {}

    /** The body is understood. */
    record Decoded(Admitted admitted, List<Event> events, byte[] exportKey, long receivedUnixNanos) {}

    Signal signal() {
        return signal;
    }

    HttpServerRequest request() {
        return request;
    }

    RequestBody body() {
        return body;
    }

    long startNanos() {
        return startNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** It has to wait for room, and may take so much longer. */
    void deadlineLater(long millis) {
        deadlineNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** What is left of the request's time, at least 1 ms. */
    long remainingMillis() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
    }

    int eventCount() {
        return eventCount;
    }

    void eventCount(int count) {
        eventCount = count;
    }

    void hold(Reservation held) {
        reservation = held;
    }

    /** Gives back what was reserved; the one place where that happens. */
    void release() {
        if (reservation != null) {
            reservation.release();
        }
    }
}
