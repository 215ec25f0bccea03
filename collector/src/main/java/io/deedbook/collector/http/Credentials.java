// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.http;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that came with a request: {@code Authorization: Bearer <key>}, {@code Authorization: Basic
 * base64(<tenant>:<key>)} (RFC 7617) or {@code x-api-key: <key>}.
 */
public final class Credentials {
    private static final int KEY_CHARS_MAX = 512;

    private Credentials() {}

    /**
     * The key, or empty where there is none or it can't be one. Where several ways are used, {@code Authorization}
     * wins.
     */
    public static Optional<String> key(MultiMap headers) {
        var authorization = headers.get("authorization");
        if (authorization == null) {
            return plausible(headers.get("x-api-key"));
        }
        var space = authorization.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        var scheme = authorization.substring(0, space);
        var credentials = authorization.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("bearer")) {
            return plausible(credentials);
        }
        return scheme.equalsIgnoreCase("basic") ? basic(credentials) : Optional.empty();
    }

    private static Optional<String> basic(String credentials) {
        try {
            var pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : plausible(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> plausible(@Nullable String key) {
        return Optional.ofNullable(key).map(String::strip).filter(k -> !k.isEmpty() && k.length() <= KEY_CHARS_MAX);
    }
}
