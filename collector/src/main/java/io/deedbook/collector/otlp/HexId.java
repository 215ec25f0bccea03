// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import java.util.HexFormat;

/**
 * Trace and span ids as lower-case hex. An id that is longer than its kind, not hex or all zeroes (which OTLP calls
 * invalid) is no id and becomes {@code ""}; a shorter one is kept, because it still tells what belongs together.
 */
final class HexId {
    /** Bytes of a trace id. */
    static final int TRACE_BYTES = 16;
    /** Bytes of a span id. */
    static final int SPAN_BYTES = 8;

    private static final HexFormat HEX = HexFormat.of();

    private HexId() {}

    static String of(byte[] bytes, int start, int size, int sizeMax) {
        if (size > sizeMax) {
            return "";
        }
        var any = 0;
        for (var at = start; at < start + size; at++) {
            any |= bytes[at];
        }
        return any == 0 ? "" : HEX.formatHex(bytes, start, start + size);
    }

    static String of(String hex, int sizeMax) {
        if (hex.length() > 2 * sizeMax) {
            return "";
        }
        var lower = new char[hex.length()];
        var any = false;
        for (var at = 0; at < lower.length; at++) {
            var digit = hex.charAt(at);
            if (!HexFormat.isHexDigit(digit)) {
                return "";
            }
            any |= digit != '0';
            lower[at] = digit >= 'A' && digit <= 'F' ? (char) (digit + ('a' - 'A')) : digit;
        }
        return any ? new String(lower) : "";
    }
}
