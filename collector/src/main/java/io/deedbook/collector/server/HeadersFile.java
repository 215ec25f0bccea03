// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.ConfigurationException;
import io.deedbook.collector.config.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads headers of requests from a file, where secrets belong: one {@code name: value} a line. */
final class HeadersFile {
    private static final int BYTES_MAX = 16 * 1024;
    private static final int HEADERS_MAX = 32;
    // RFC 9110 §5.6.2, "token"
    private static final String NAME_SIGNS = "!#$%&'*+-.^_`|~";

    private HeadersFile() {}

    /** Blocks. Messages name the line and never what stands there. */
    static Map<String, String> read(Path file) {
        Map<String, String> headers = new LinkedHashMap<>();
        var number = 0;
        for (var line : text(file).lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            var colon = line.indexOf(':');
            var name = colon < 0 ? "" : line.substring(0, colon).strip();
            var value = line.substring(colon + 1).strip();
            if (!isName(name) || !isValue(value) || headers.put(name, value) != null || headers.size() > HEADERS_MAX) {
                throw wrong(file + " line " + number, "name: value, each name once, at most " + HEADERS_MAX);
            }
        }
        return headers;
    }

    private static String text(Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length <= BYTES_MAX) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw wrong(file.toString(), "a readable file");
        }
        throw wrong(file.toString(), "at most " + BYTES_MAX + " bytes");
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || NAME_SIGNS.indexOf(c) >= 0));
    }

    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private static ConfigurationException wrong(String what, String expected) {
        return new ConfigurationException(
                Setting.METRICS_OTLP_HEADERS_FILE.key() + ": " + what + " (expected: " + expected + ")");
    }
}
