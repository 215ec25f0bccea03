// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import org.jspecify.annotations.Nullable;

/** Addresses of the Internet Protocol, but for those that are no one's: unspecified, loopback, netmasks. */
final class IpAddress {
    private static final int V6_CHARS_MAX = 45;

    private IpAddress() {}

    static boolean isV6Unit(char unit) {
        return unit == ':' || Ascii.isHex(unit);
    }

    static boolean isV6Group(char unit) {
        return Ascii.isHex(unit);
    }

    /** Whether the colon at {@code start} is the first of eight groups, or of two colons. */
    static boolean v6Ahead(String text, int start, int end) {
        var colons = 0;
        for (var index = start; index < Math.min(text.length(), start + V6_CHARS_MAX); index++) {
            var unit = text.charAt(index);
            if (unit == ':') {
                colons++;
                if (colons >= 6 || (index > start && text.charAt(index - 1) == ':')) {
                    return true;
                }
            } else if (!Ascii.isHex(unit)) {
                return false;
            }
        }
        return false;
    }

    static @Nullable Span v4(String text, int start, int end) {
        var octets = octets(text, start, end);
        if (octets == null || octets[0] == 127 || (octets[0] == 255 && octets[1] == 255)) {
            return null;
        }
        return octets[0] + octets[1] + octets[2] + octets[3] == 0 ? null : new Span(start, end);
    }

    /** An address of RFC 4291 §2.2 with a decimal digit in it, so that {@code abc::def} stays a name in a program. */
    static @Nullable Span v6(String text, int start, int matchEnd) {
        var trailingColon = text.charAt(matchEnd - 1) == ':' && text.charAt(matchEnd - 2) != ':';
        var end = trailingColon ? matchEnd - 1 : matchEnd;
        var groups = 0;
        var omitted = false;
        var digits = 0;
        var index = start;
        while (index < end) {
            if (text.charAt(index) == ':') {
                if (index + 1 >= end || text.charAt(index + 1) != ':') {
                    return null;
                }
                if (omitted) {
                    return null;
                }
                omitted = true;
                index += 2;
                continue;
            }
            var groupEnd = index;
            while (groupEnd < end && Ascii.isHex(text.charAt(groupEnd))) {
                digits += Ascii.isDigit(text.charAt(groupEnd)) ? 1 : 0;
                groupEnd++;
            }
            if (groupEnd < end && text.charAt(groupEnd) == '.') {
                if (octets(text, index, end) == null) {
                    return null;
                }
                groups += 2;
                break;
            }
            if (groupEnd == index || groupEnd - index > 4) {
                return null;
            }
            groups++;
            index = groupEnd;
            var more = index + 1 < end && text.charAt(index) == ':' && text.charAt(index + 1) != ':';
            index += more ? 1 : 0;
        }
        var complete = omitted ? groups < 8 : groups == 8;
        var someone = digits > 1 || groups > 1;
        return complete && digits > 0 && someone ? new Span(start, end) : null;
    }

    private static int @Nullable [] octets(String text, int start, int end) {
        var octets = new int[4];
        var count = 0;
        for (var index = start; index < end; count++) {
            var to = index;
            while (to < end && Ascii.isDigit(text.charAt(to))) {
                to++;
            }
            var leadingZero = to - index > 1 && text.charAt(index) == '0';
            var separated = to == end || text.charAt(to) == '.';
            if (to == index || to - index > 3 || leadingZero || count == 4 || !separated) {
                return null;
            }
            octets[count] = Integer.parseInt(text, index, to, 10);
            if (octets[count] > 255) {
                return null;
            }
            index = to + 1;
        }
        return count == 4 ? octets : null;
    }
}
