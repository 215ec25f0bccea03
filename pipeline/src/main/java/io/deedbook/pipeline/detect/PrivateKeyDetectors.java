// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definitions of what finds private keys that are not written as PEM. */
final class PrivateKeyDetectors {
    private static final String TYPE = "private_key";
    private static final int PUTTY_CHARS_MAX = 16_384;
    private static final String PUTTY_LAST = "Private-MAC: ";
    private static final int JWK_CHARS_MAX = 2048;

    private PrivateKeyDetectors() {}

    static List<Detector> all() {
        return List.of(putty(), age(), jwk());
    }

    private static Detector putty() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern("PuTTY-User-Key-File-[1-3]: ", 0, 32)
                .edges(Edge.ANY, Edge.ANY)
                .validator(PrivateKeyDetectors::puttyKey)
                .on(Literals.of("putty-user-key-file-"));
    }

    private static Detector age() {
        var key = KeyShape.of("AGE-SECRET-KEY-1").exactly(58, "A-Z0-9");
        return key.detector(TYPE, "age secret key").on(key.trigger());
    }

    /** The private member of a JSON web key. */
    private static Detector jwk() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern("\"d\\\\{0,3}\"\\s{0,4}:\\s{0,4}\\\\{0,3}\"([A-Za-z0-9_-]{40,})", 1, JWK_CHARS_MAX)
                .edges(Edge.ANY, Edge.ANY)
                .validator(PrivateKeyDetectors::isInKey)
                .on(Literals.of("\"d\"", "\"d\\"));
    }

    /** From the first line to the last; where that is missing, to the next quote, the limit or the end. */
    private static Span puttyKey(String text, int start, int end) {
        var limit = Math.min(text.length(), start + PUTTY_CHARS_MAX);
        var last = text.substring(0, limit).indexOf(PUTTY_LAST, end);
        var stop = last < 0 ? end : last + PUTTY_LAST.length();
        while (stop < limit && (last < 0 ? text.charAt(stop) != '"' : Ascii.isHex(text.charAt(stop)))) {
            stop++;
        }
        return new Span(start, stop);
    }

    /** Beside the type of a key. */
    private static @Nullable Span isInKey(String text, int start, int end) {
        var around = text.substring(Math.max(0, start - JWK_CHARS_MAX), Math.min(text.length(), end + JWK_CHARS_MAX));
        return around.contains("\"kty") && !Placeholder.standsAt(text, start, end) ? new Span(start, end) : null;
    }
}
