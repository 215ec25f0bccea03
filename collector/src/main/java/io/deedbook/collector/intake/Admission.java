// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.bus.Refusal.Reason;
import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The one door at which load is turned away: a budget of body bytes for the process and a share of it for each tenant.
 * Everything behind it is bounded by what it admits. Of that budget as much is given to new requests as can be done soon
 * ({@link AdmissionLimit}); the others wait before it, unread, which costs nobody anything, and go in when there is room: tenants
 * in turn, and of each the newest first, whose sender will still be there. Thread-safe; its lock is held for moments.
 */
public final class Admission {
    /** What a request costs beside its body, so that a flood of empty ones is bounded too. */
    static final int REQUEST_BYTES = 4 * 1024;

    /** What a request is believed to become before it is there. It is kept from others in the queue, and not reserved. */
    static final int EXPECTED_BYTES_MAX = 1024 * 1024;

    /** Of the budget; the rest is for requests that turn out larger than they looked. */
    private static final double LIMIT_SHARE = 0.75;

    private static final int RETRY_AFTER_SECONDS = 2;

    /** How long an expected body is counted as if it were there. */
    private static final long ARRIVAL_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

    private final long processBytesMax;
    private final long tenantBytesMax;
    private final int waitingMax;
    private final LongSupplier nanoClock;

    // Mutable state, guarded by this.
    private final AdmissionLimit limit;
    // one entry a tenant that ever sent something: bounded by the tenants there are
    private final Map<Integer, Share> shares = new HashMap<>();
    private final ArrayDeque<Share> turns = new ArrayDeque<>();
    /** Those let in, in order, some of whose bodies are not there yet. */
    private final ArrayDeque<Reservation> arriving = new ArrayDeque<>();

    private long processBytes;
    private long promisedBytes;
    private int waiting;

    /**
     * @param processBytesMax bytes in work at once
     * @param tenantBytesMax how much of that one tenant may have
     * @param waitingMax requests that wait for room at once
     */
    public Admission(long processBytesMax, long tenantBytesMax, int waitingMax) {
        this(processBytesMax, tenantBytesMax, waitingMax, System::nanoTime);
    }

    Admission(long processBytesMax, long tenantBytesMax, int waitingMax, LongSupplier nanoClock) {
        this.processBytesMax = processBytesMax;
        this.tenantBytesMax = tenantBytesMax;
        this.waitingMax = waitingMax;
        this.nanoClock = nanoClock;
        limit = new AdmissionLimit((long) (processBytesMax * LIMIT_SHARE));
    }

    /** What a tenant has in work, and its requests that wait, the newest last. */
    private static final class Share {
        private final ArrayDeque<Reservation> waiting = new ArrayDeque<>();
        private boolean hasTurn;
        private long bytes;
        private long promisedBytes;
    }

    /** The result of asking for room. */
    enum Grant {
        GRANTED,
        /** The tenant's own share has no room. */
        SHARE_SPENT,
        /** The process has no room. */
        OVERLOADED
    }

    /** The most that one tenant may have. */
    long tenantBytesMax() {
        return tenantBytesMax;
    }

    /** Bytes that are reserved now. */
    public synchronized long bytes() {
        return processBytes;
    }

    /** Bytes up to which new requests are let in now. */
    public synchronized long limitBytes() {
        return limit.bytes();
    }

    /** Requests that wait for room now. */
    public synchronized int waiting() {
        return waiting;
    }

    /**
     * Asks for room, or to wait for it. Its one owner releases the reservation, whatever came of it.
     *
     * @param expectedBytes of its body, as its sender says
     * @param mayWait whether it costs nothing while it waits
     */
    Reservation enter(Tenant tenant, long expectedBytes, boolean mayWait) {
        Reservation entering;
        Grant grant;
        Reservation crowdedOut = null;
        synchronized (this) {
            var share = shares.computeIfAbsent(tenant.id(), id -> new Share());
            entering = new Reservation(share, Math.min(expectedBytes, EXPECTED_BYTES_MAX) + REQUEST_BYTES);
            // behind those of the same tenant; others that wait do so for more room than this needs, or for their own
            // share
            grant = share.waiting.isEmpty() ? entry(entering) : Grant.SHARE_SPENT;
            if (grant == Grant.GRANTED) {
                reserve(entering);
            } else if (mayWait) {
                crowdedOut = waiting < waitingMax ? null : crowdOut();
                waitForRoom(entering);
            }
        }
        if (crowdedOut != null) {
            crowdedOut.admitted.fail(refusal(Grant.OVERLOADED));
        }
        if (grant == Grant.GRANTED) {
            entering.admitted.complete();
        } else if (!mayWait) {
            entering.admitted.fail(refusal(grant));
        }
        return entering;
    }

    /** Of those that wait, the oldest of the tenant with most of them goes. */
    private Reservation crowdOut() {
        var largest = turns.getFirst();
        for (var share : turns) {
            if (share.waiting.size() > largest.waiting.size()) {
                largest = share;
            }
        }
        var oldest = largest.waiting.removeFirst();
        oldest.state = State.REFUSED;
        waiting--;
        dropThoseWhoLeft(largest);
        return oldest;
    }

    /** The oldest is always one that waits, as they give up in their order but for some. */
    private static void dropThoseWhoLeft(Share share) {
        while (!share.waiting.isEmpty() && share.waiting.getFirst().state != State.WAITING) {
            share.waiting.removeFirst();
        }
    }

    private void waitForRoom(Reservation entering) {
        entering.state = State.WAITING;
        entering.share.waiting.addLast(entering);
        waiting++;
        if (!entering.share.hasTurn) {
            entering.share.hasTurn = true;
            turns.addLast(entering.share);
        }
    }

    private void reserve(Reservation entering) {
        entering.state = State.ADMITTED;
        entering.admittedNanos = nanoClock.getAsLong();
        arriving.addLast(entering);
        add(entering, REQUEST_BYTES, entering.expectedBytes);
    }

    private void add(Reservation reservation, long bytes, long expected) {
        reservation.reservedBytes += bytes;
        reservation.share.bytes += bytes;
        reservation.share.promisedBytes += expected;
        processBytes += bytes;
        promisedBytes += expected;
    }

    /** Who promised a body and does not send it keeps nobody out any more: what has come of it counts. */
    private void forgetPromises() {
        var now = nanoClock.getAsLong();
        while (!arriving.isEmpty()) {
            var oldest = arriving.getFirst();
            if (oldest.state == State.ADMITTED && !oldest.working) {
                if (now - oldest.admittedNanos < ARRIVAL_NANOS_MAX) {
                    return;
                }
                var unkept = Math.max(0, oldest.expectedBytes - oldest.reservedBytes);
                oldest.expectedBytes -= unkept;
                add(oldest, 0, -unkept);
            }
            arriving.removeFirst();
        }
    }

    /** Whether a new request may go in. One that is large counts as half of the limit at most, or it would wait for ever. */
    private Grant entry(Reservation entering) {
        forgetPromises();
        var limitBytes = limit.bytes();
        var counted = Math.min(entering.expectedBytes, limitBytes / 2);
        var shareBytes = (long) ((double) limitBytes * tenantBytesMax / processBytesMax);
        if (entering.share.promisedBytes > 0 && counted > shareBytes - entering.share.promisedBytes) {
            return Grant.SHARE_SPENT;
        }
        if (promisedBytes > 0 && counted > limitBytes - promisedBytes) {
            return Grant.OVERLOADED;
        }
        return room(entering.share, REQUEST_BYTES);
    }

    /** Whether the budget itself has room. */
    private Grant room(Share share, long more) {
        if (more > tenantBytesMax + REQUEST_BYTES - share.bytes) {
            return Grant.SHARE_SPENT;
        }
        return more > processBytesMax + REQUEST_BYTES - processBytes ? Grant.OVERLOADED : Grant.GRANTED;
    }

    /** Lets in who fits now, each tenant in its turn. */
    private List<Reservation> letIn() {
        var admitted = new ArrayList<Reservation>();
        for (var blocked = 0; blocked < turns.size(); ) {
            var share = turns.removeFirst();
            var newest = share.waiting.peekLast();
            if (newest == null) {
                share.hasTurn = false;
                continue;
            }
            if (newest.state != State.WAITING) {
                share.waiting.removeLast();
                turns.addFirst(share);
                continue;
            }
            var grant = entry(newest);
            if (grant == Grant.OVERLOADED) {
                turns.addFirst(share);
                break;
            }
            if (grant == Grant.SHARE_SPENT) {
                blocked++;
            } else {
                blocked = 0;
                share.waiting.removeLast();
                waiting--;
                reserve(newest);
                admitted.add(newest);
            }
            turns.addLast(share);
        }
        return admitted;
    }

    private static Refusal refusal(Grant grant) {
        return grant == Grant.SHARE_SPENT
                ? new Refusal(
                        Reason.SHARE_SPENT,
                        "The tenant has too much in work at the moment. Send the request again.",
                        RETRY_AFTER_SECONDS)
                : new Refusal(
                        Reason.OVERLOADED,
                        "The server has too much in work. Send the request again.",
                        RETRY_AFTER_SECONDS);
    }

    private enum State {
        REFUSED,
        WAITING,
        ADMITTED,
        RELEASED
    }

    /** What one request holds, or waits for. Its state is guarded by the admission. */
    final class Reservation {
        private final Share share;
        private final Promise<Void> admitted = Promise.promise();

        // Mutable state, guarded by the admission.
        private State state = State.REFUSED;
        private long expectedBytes;
        private long reservedBytes;
        private long admittedNanos;
        private boolean working;
        private boolean repeated;
        private long workSinceNanos;

        private Reservation(Share share, long expectedBytes) {
            this.share = share;
            this.expectedBytes = expectedBytes;
        }

        /** Completes, on any thread, when there is room; fails with a {@link Refusal} when it may not wait, or too many do. */
        Future<Void> admitted() {
            return admitted.future();
        }

        /** Why it still waits. */
        Refusal refusal() {
            synchronized (Admission.this) {
                return Admission.refusal(entry(this));
            }
        }

        /** The body is there and holds events: from now on it is worked on. */
        void received() {
            synchronized (Admission.this) {
                working = true;
                workSinceNanos = nanoClock.getAsLong();
            }
        }

        /** The records are those of an earlier request, and were stored for that. */
        void repeated() {
            synchronized (Admission.this) {
                repeated = true;
            }
        }

        /** Sees to it that at least {@code bytes} of body are reserved; reserves nothing more when refused. */
        Grant tryGrowTo(long bytes) {
            synchronized (Admission.this) {
                if (state != State.ADMITTED) {
                    throw new IllegalStateException("reservation: " + state + " (expected: ADMITTED)");
                }
                var more = bytes + REQUEST_BYTES - reservedBytes;
                if (more <= 0) {
                    return Grant.GRANTED;
                }
                var grant = room(share, more);
                if (grant == Grant.GRANTED) {
                    var unexpected = Math.max(0, reservedBytes + more - expectedBytes);
                    expectedBytes += unexpected;
                    add(this, more, unexpected);
                }
                return grant;
            }
        }

        /**
         * Sees to it that at least {@code bytes} are reserved.
         *
         * @throws Refusal when there is no room
         */
        void growTo(long bytes) {
            var grant = tryGrowTo(bytes);
            if (grant != Grant.GRANTED) {
                throw Admission.refusal(grant);
            }
        }

        /** Gives everything back, or waits no longer. Does nothing the second time. */
        void release() {
            List<Reservation> next;
            synchronized (Admission.this) {
                var before = state;
                state = State.RELEASED;
                if (before == State.WAITING) {
                    waiting--;
                    dropThoseWhoLeft(share);
                    return;
                }
                if (before != State.ADMITTED) {
                    return;
                }
                if (working) {
                    var now = nanoClock.getAsLong();
                    limit.done(now - workSinceNanos, !repeated, waiting > 0, now);
                }
                add(this, -reservedBytes, -expectedBytes);
                next = letIn();
            }
            next.forEach(entering -> entering.admitted.complete());
        }
    }
}
