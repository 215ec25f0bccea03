// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say about the form in which they want a body, or that they have it already. */
final class EncodedBody {
    private static final int TAG_BYTES = 16;

    private EncodedBody() {}

    /** The validator of a body (RFC 9110 §8.8.3): weak, because its encodings share it. */
    static String tag(Buffer body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return "W/\""
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(digest)
                            .substring(0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the sender has this body (RFC 9110 §13.1.2); the comparison is the weak one. */
    static boolean isKnown(HttpServerRequest request, String tag) {
        var known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        return known != null && (known.strip().equals("*") || known.contains(tag.substring("W/".length())));
    }

    /** Whether the sender takes gzip (RFC 9110 §12.5.3). */
    static boolean takesGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (var choice : acceptEncoding.toLowerCase(Locale.ROOT).split(",", 32)) {
            var semicolon = choice.indexOf(';');
            var coding = (semicolon < 0 ? choice : choice.substring(0, semicolon)).strip();
            if (coding.equals("gzip")) {
                return semicolon < 0 || !isZero(choice.substring(semicolon + 1).strip());
            }
        }
        return false;
    }

    /** Whether a weight says "not at all": {@code q=0}, {@code q=0.}, {@code q=0.000}. */
    private static boolean isZero(String weight) {
        return weight.startsWith("q=")
                && weight.length() > 2
                && weight.chars().skip(2).allMatch(unit -> unit == '0' || unit == '.');
    }

    /** The body with gzip. Slow enough to be kept off event loops. */
    static Buffer gzip(Buffer body) {
        var bytes = new ByteArrayOutputStream(body.length() / 2 + 64);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
