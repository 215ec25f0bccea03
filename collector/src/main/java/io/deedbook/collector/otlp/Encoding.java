// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two encodings of an OTLP/HTTP body, told by its content type (OTLP specification, "OTLP/HTTP Request"). */
public enum Encoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private final String mediaType;

    Encoding(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * The encoding that a {@code Content-Type} names, in any letter case and with any parameters; empty when not read.
     */
    public static Optional<Encoding> of(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.empty();
        }
        var semicolon = contentType.indexOf(';');
        var bare = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return switch (bare.strip().toLowerCase(Locale.ROOT)) {
            case "application/x-protobuf" -> Optional.of(PROTOBUF);
            case "application/json" -> Optional.of(JSON);
            default -> Optional.empty();
        };
    }

    /** The media type of answers in this encoding. */
    public String mediaType() {
        return mediaType;
    }
}
