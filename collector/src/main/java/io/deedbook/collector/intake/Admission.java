// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The one door at which load is turned away: a budget of body bytes for the process and a share of it for each tenant.
 * Everything behind it is bounded by what it admits. Of that budget as much is given to new requests as can be done
 * soon ({@link AdmissionLimit}); the others wait before it, unread, which costs nobody anything
 * ({@link AdmissionQueue}), and go in when there is room. Thread-safe; its lock is held for moments.
 */
public final class Admission {
    /** What a request costs beside its body, so that a flood of empty ones is bounded too. */
    static final int REQUEST_BYTES = 4 * 1024;

    /**
     * What a request is believed to become before it is there. It is kept from others in the queue, and not reserved.
     */
    static final int EXPECTED_BYTES_MAX = 1024 * 1024;

    /** Of the budget; the rest is for requests that turn out larger than they looked. */
    private static final double LIMIT_SHARE = 0.75;

    /** How long an expected body is counted as if it were there. */
    private static final long ARRIVAL_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

    private final long processBytesMax;
    private final long tenantBytesMax;
    private final LongSupplier nanoClock;

    // Mutable state, guarded by this.
    private final AdmissionLimit limit;
    private final AdmissionQueue<Reservation> queue;
    private final Held process = new Held();
    /** One entry a tenant that ever sent something: bounded by the tenants there are. */
    private final Map<Integer, Held> shares = new HashMap<>();
    /** Those let in, in order, some of whose bodies are not there yet. */
    private final ArrayDeque<Reservation> arriving = new ArrayDeque<>();

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
        this.nanoClock = nanoClock;
        limit = new AdmissionLimit((long) (processBytesMax * LIMIT_SHARE));
        queue = new AdmissionQueue<>(waitingMax, nanoClock);
    }

    /** The most that one tenant may have. */
    long tenantBytesMax() {
        return tenantBytesMax;
    }

    /** Bytes that are reserved now. */
    public synchronized long bytes() {
        return process.bytes;
    }

    /** Bytes up to which new requests are let in now. */
    public synchronized long limitBytes() {
        return limit.bytes();
    }

    /** What storing a request takes at best, as far as was learned; 0 for unknown. */
    synchronized long bestNanos() {
        return limit.bestNanos();
    }

    /** Requests that wait for room now. */
    public synchronized int waiting() {
        return queue.size();
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
        var crowdedOut = Optional.<Reservation>empty();
        synchronized (this) {
            entering = new Reservation(tenant.id(), expectedBytes);
            // behind those of the same tenant; others that wait do so for more room than this needs, or for their own
            // share
            grant = queue.hasAny(tenant.id()) ? Grant.SHARE_SPENT : entry(entering);
            if (grant == Grant.GRANTED) {
                reserve(entering);
            } else if (mayWait) {
                entering.state = State.WAITING;
                crowdedOut = queue.add(tenant.id(), entering);
                crowdedOut.ifPresent(oldest -> oldest.state = State.REFUSED);
            }
        }
        crowdedOut.ifPresent(oldest -> oldest.admitted.fail(Grant.OVERLOADED.refusal()));
        if (grant == Grant.GRANTED) {
            entering.admitted.complete();
        } else if (!mayWait) {
            entering.admitted.fail(grant.refusal());
        }
        return entering;
    }

    /**
     * Whether a new request may go in. One that is large counts as half of the limit at most, or it would wait for
     * ever.
     */
    private Grant entry(Reservation entering) {
        forgetPromises();
        var limitBytes = limit.bytes();
        var counted = Math.min(entering.expectedBytes, limitBytes / 2);
        var shareBytes = (long) ((double) limitBytes * tenantBytesMax / processBytesMax);
        if (entering.share.promisedBytes > 0 && counted > shareBytes - entering.share.promisedBytes) {
            return Grant.SHARE_SPENT;
        }
        if (process.promisedBytes > 0 && counted > limitBytes - process.promisedBytes) {
            return Grant.OVERLOADED;
        }
        return room(entering.share, REQUEST_BYTES);
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
                add(oldest, 0, -Math.max(0, oldest.held.promisedBytes - oldest.held.bytes));
            }
            arriving.removeFirst();
        }
    }

    /** Whether the budget itself has room. */
    private Grant room(Held share, long more) {
        if (more > tenantBytesMax + REQUEST_BYTES - share.bytes) {
            return Grant.SHARE_SPENT;
        }
        return more > processBytesMax + REQUEST_BYTES - process.bytes ? Grant.OVERLOADED : Grant.GRANTED;
    }

    private void reserve(Reservation entering) {
        entering.state = State.ADMITTED;
        entering.admittedNanos = nanoClock.getAsLong();
        arriving.addLast(entering);
        add(entering, REQUEST_BYTES, entering.expectedBytes);
    }

    private void add(Reservation reservation, long bytes, long promised) {
        for (var held : List.of(reservation.held, reservation.share, process)) {
            held.bytes += bytes;
            held.promisedBytes += promised;
        }
    }

    /** Sees to it that at least {@code bytes} of body are reserved; reserves nothing more when refused. */
    private synchronized Grant tryGrow(Reservation growing, long bytes) {
        if (growing.state != State.ADMITTED) {
            throw new IllegalStateException("reservation: " + growing.state + " (expected: ADMITTED)");
        }
        var more = bytes + REQUEST_BYTES - growing.held.bytes;
        if (more <= 0) {
            return Grant.GRANTED;
        }
        var grant = room(growing.share, more);
        if (grant == Grant.GRANTED) {
            add(growing, more, Math.max(0, growing.held.bytes + more - growing.held.promisedBytes));
        }
        return grant;
    }

    private synchronized void work(Reservation received) {
        received.working = true;
        received.workSinceNanos = nanoClock.getAsLong();
    }

    private void leave(Reservation leaving) {
        List<Reservation> next;
        synchronized (this) {
            var before = leaving.state;
            leaving.state = State.RELEASED;
            if (before == State.WAITING) {
                queue.remove(leaving.tenantId, leaving);
            }
            if (before != State.ADMITTED) {
                return;
            }
            if (leaving.working) {
                var now = nanoClock.getAsLong();
                limit.done(now - leaving.workSinceNanos, leaving.stored, queue.size() > 0, now);
            }
            add(leaving, -leaving.held.bytes, -leaving.held.promisedBytes);
            next = letIn();
        }
        next.forEach(entering -> entering.admitted.complete());
    }

    /** Lets in who fits now. */
    private List<Reservation> letIn() {
        var admitted = new ArrayList<Reservation>();
        queue.serve(waiting -> {
            var grant = entry(waiting);
            if (grant == Grant.GRANTED) {
                reserve(waiting);
                admitted.add(waiting);
            }
            return grant;
        });
        return admitted;
    }

    /** What is in work: of one request, of one tenant, or of the process. */
    private static final class Held {
        private long bytes;
        /** Those that are reserved, and those that are believed to come. */
        private long promisedBytes;
    }

    private enum State {
        REFUSED,
        WAITING,
        ADMITTED,
        RELEASED
    }

    /** What one request holds, or waits for. Its state is guarded by the admission. */
    final class Reservation {
        private final int tenantId;
        private final Held share;
        private final Held held = new Held();
        private final long expectedBytes;
        private final Promise<Void> admitted = Promise.promise();

        // Mutable state, guarded by the admission.
        private State state = State.REFUSED;
        private long admittedNanos;
        private boolean working;
        private boolean stored;
        private long workSinceNanos;

        private Reservation(int tenantId, long expectedBodyBytes) {
            this.tenantId = tenantId;
            share = shares.computeIfAbsent(tenantId, id -> new Held());
            expectedBytes = Math.min(expectedBodyBytes, EXPECTED_BYTES_MAX) + REQUEST_BYTES;
        }

        /**
         * Completes, on any thread, when there is room; fails with a {@link Refusal} when it may not wait, or too many
         * do.
         */
        Future<Void> admitted() {
            return admitted.future();
        }

        /** Why it still waits. */
        Refusal refusal() {
            synchronized (Admission.this) {
                return entry(this).refusal();
            }
        }

        /** The body is there and holds events: from now on it is worked on. */
        void received() {
            work(this);
        }

        /**
         * The records were stored for this request, in the way that is usual: what that took is a lesson. A request
         * that ends without this teaches nothing of what one takes at best.
         */
        void stored() {
            synchronized (Admission.this) {
                stored = true;
            }
        }

        /** Sees to it that at least {@code bytes} of body are reserved; reserves nothing more when refused. */
        Grant tryGrowTo(long bytes) {
            return tryGrow(this, bytes);
        }

        /**
         * Sees to it that at least {@code bytes} are reserved.
         *
         * @throws Refusal when there is no room
         */
        void growTo(long bytes) {
            var grant = tryGrowTo(bytes);
            if (grant != Grant.GRANTED) {
                throw grant.refusal();
            }
        }

        /** Gives everything back, or waits no longer. Does nothing the second time. */
        void release() {
            leave(this);
        }
    }
}
