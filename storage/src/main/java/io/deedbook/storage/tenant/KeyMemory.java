// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of keys, by their SHA-256: valid ones for 9 s, unknown ones for 2 s, and which were valid once for as
 * long as they may be believed without the database; each in bounded numbers. Thread-safe.
 */
final class KeyMemory {
    static final int KEYS_MAX = 50_000;

    private static final Duration VALID_FOR = Duration.ofSeconds(9);
    private static final Duration EXPIRES_SOON = VALID_FOR.dividedBy(2);
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(2);

    private final Cache<Buffer, Known> valid;
    private final Cache<Buffer, Boolean> unknown;
    private final Cache<Buffer, Principal> confirmed;
    private final AtomicLong version = new AtomicLong();

    /** A valid key, and whether somebody came with it since it was renewed. */
    private static final class Known {
        private final Principal principal;
        // Mutable state, any thread.
        private volatile boolean used;

        Known(Principal principal, boolean used) {
            this.principal = principal;
            this.used = used;
        }

        Principal use() {
            if (!used) {
                used = true;
            }
            return principal;
        }

        boolean isUsed() {
            return used;
        }
    }

    /** @param believedFor how long a key that was valid is believed while the database can't be asked */
    KeyMemory(Duration believedFor, LongSupplier clockNanos) {
        valid = cache(VALID_FOR, clockNanos);
        unknown = cache(UNKNOWN_FOR, clockNanos);
        confirmed = cache(believedFor, clockNanos);
    }

    private static <V> Cache<Buffer, V> cache(Duration kept, LongSupplier clockNanos) {
        return Caffeine.newBuilder()
                .maximumSize(KEYS_MAX)
                .expireAfterWrite(kept)
                .ticker(clockNanos::getAsLong)
                .build();
    }

    /** Whose key it is, or null when the database has to be asked. */
    @Nullable
    Principal valid(Buffer hash) {
        var known = valid.getIfPresent(hash);
        return known == null ? null : known.use();
    }

    /** Whether the database knew no such key just now. */
    boolean isUnknown(Buffer hash) {
        return unknown.getIfPresent(hash) != null;
    }

    /** Whose key it was when the database was asked last, or null for nobody's, or for too long ago. */
    @Nullable
    Principal confirmed(Buffer hash) {
        return confirmed.getIfPresent(hash);
    }

    /** Changes whenever everything is forgotten; what was found out before is not remembered after. */
    long version() {
        return version.get();
    }

    /**
     * Remembers what the database answered to somebody who came with the key.
     *
     * @param found null for a key that nobody has
     * @param asked the {@link #version} before the database was asked
     */
    void put(Buffer hash, @Nullable Principal found, long asked) {
        put(hash, found, asked, true);
    }

    /** The same for a key with which nobody came. */
    void renew(Buffer hash, @Nullable Principal found, long asked) {
        put(hash, found, asked, false);
    }

    private void put(Buffer hash, @Nullable Principal found, long asked, boolean used) {
        if (version.get() != asked) {
            return;
        }
        if (found != null) {
            valid.put(hash, new Known(found, used));
            confirmed.put(hash, found);
        } else {
            valid.invalidate(hash);
            unknown.put(hash, Boolean.TRUE);
            confirmed.invalidate(hash);
        }
        // everything may have been forgotten in between
        if (version.get() != asked) {
            valid.invalidate(hash);
            unknown.invalidate(hash);
            confirmed.invalidate(hash);
        }
    }

    /** Those of the oldest valid keys that are past half their time and in use. At most so many are looked at. */
    List<Buffer> expiring(int keysMax) {
        return valid.policy()
                .expireAfterWrite()
                .orElseThrow()
                .oldest(keys -> keys.limit(keysMax)
                        .takeWhile(key -> key.expiresAfter().compareTo(EXPIRES_SOON) < 0)
                        .filter(key -> key.getValue().isUsed())
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** Forgets everything. */
    void forget() {
        version.incrementAndGet();
        valid.invalidateAll();
        unknown.invalidateAll();
        confirmed.invalidateAll();
    }
}
