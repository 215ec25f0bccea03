// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.bus.Refusal.Reason;
import io.deedbook.pipeline.policy.Tenant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one door at which load is turned away: a budget of body bytes for the process and a share of it for each tenant.
 * Everything behind it is bounded by what it admits. Thread-safe and without locks.
 */
public final class Admission {
    /** What a request costs beside its body, so that a flood of empty ones is bounded too. */
    static final int REQUEST_BYTES = 4 * 1024;

    private final long processBytesMax;
    private final long tenantBytesMax;
    private final AtomicLong processBytes = new AtomicLong();
    // one entry a tenant that ever sent something: bounded by the tenants there are
    private final ConcurrentMap<Integer, AtomicLong> tenantBytes = new ConcurrentHashMap<>();

    /**
     * @param processBytesMax bytes in work at once
     * @param tenantBytesMax how much of that one tenant may have
     */
    public Admission(long processBytesMax, long tenantBytesMax) {
        this.processBytesMax = processBytesMax;
        this.tenantBytesMax = tenantBytesMax;
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
    public long bytes() {
        return processBytes.get();
    }

    /** A reservation of nothing yet, which its one owner lets grow and releases once. */
    Reservation open(Tenant tenant) {
        return new Reservation(tenantBytes.computeIfAbsent(tenant.id(), id -> new AtomicLong()));
    }

    private static boolean tryAdd(AtomicLong used, long bytes, long bytesMax) {
        for (; ; ) {
            var now = used.get();
            if (bytes > bytesMax - now) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /** What one request holds. Owned by one thread at a time. */
    final class Reservation {
        private final AtomicLong share;

        // Mutable state, owned by whoever works on the request.
        private long reservedBytes;
        private boolean released;

        private Reservation(AtomicLong share) {
            this.share = share;
        }

        /** Sees to it that at least {@code bytes} of body are reserved; reserves nothing more when refused. */
        Grant tryGrowTo(long bytes) {
            if (released) {
                throw new IllegalStateException("reservation: released (expected: open)");
            }
            var more = bytes + REQUEST_BYTES - reservedBytes;
            if (more <= 0) {
                return Grant.GRANTED;
            }
            if (!tryAdd(share, more, tenantBytesMax + REQUEST_BYTES)) {
                return Grant.SHARE_SPENT;
            }
            if (!tryAdd(processBytes, more, processBytesMax + REQUEST_BYTES)) {
                share.addAndGet(-more);
                return Grant.OVERLOADED;
            }
            reservedBytes += more;
            return Grant.GRANTED;
        }

        /**
         * Sees to it that at least {@code bytes} are reserved.
         *
         * @throws Refusal when there is no room
         */
        void growTo(long bytes) {
            switch (tryGrowTo(bytes)) {
                case SHARE_SPENT ->
                    throw new Refusal(
                            Reason.SHARE_SPENT,
                            "The tenant has too much in work at the moment. Send the request again.",
                            1);
                case OVERLOADED ->
                    throw new Refusal(Reason.OVERLOADED, "The server has too much in work. Send the request again.", 1);
                case GRANTED -> {
                    // there is room
                }
            }
        }

        /** Gives everything back. Does nothing the second time. */
        void release() {
            if (!released) {
                released = true;
                share.addAndGet(-reservedBytes);
                processBytes.addAndGet(-reservedBytes);
            }
        }
    }
}
