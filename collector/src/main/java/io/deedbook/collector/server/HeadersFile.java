// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.Setting;
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
        var source = new SettingFile(Setting.METRICS_OTLP_HEADERS_FILE, file);
        var number = 0;
        for (var line : source.text(BYTES_MAX).lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            var colon = line.indexOf(':');
            var name = colon < 0 ? "" : line.substring(0, colon).strip();
            var value = line.substring(colon + 1).strip();
            if (!isName(name) || !isValue(value) || headers.put(name, value) != null || headers.size() > HEADERS_MAX) {
                throw source.wrong(number, "name: value, each name once, at most " + HEADERS_MAX);
            }
        }
        return headers;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || NAME_SIGNS.indexOf(c) >= 0));
    }

    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 127);
    }
}
