// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A network of IPv4 or IPv6 addresses, as {@code 10.0.0.0/8} or {@code 2001:db8::/32}.
 *
 * <p>Source: RFC 4632 §3.1, RFC 4291 §2.2 and §2.3.
 */
final class Network {
    private static final int ADDRESS_CHARS_MAX = 45;
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int V6_GROUPS = 8;
    /** Where the IPv4 address stands in an IPv6 address that maps one, {@code ::ffff:10.0.0.1}. */
    private static final int MAPPED_AT = 12;

    private final byte[] address;
    private final int prefixBits;
    private final String written;

    private Network(byte[] address, int prefixBits, String written) {
        this.address = address;
        this.prefixBits = prefixBits;
        this.written = written;
    }

    /** The network that {@code text} is, or null. A single address is the network of itself. */
    static @Nullable Network parse(String text) {
        var slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        var prefixBits = slash < 0 ? address.length * Byte.SIZE : number(text.substring(slash + 1), 10, 128);
        return prefixBits < 0 || prefixBits > address.length * Byte.SIZE
                ? null
                : new Network(address, prefixBits, text);
    }

    /** Whether {@code text} is an address in this network. */
    boolean contains(String text) {
        var other = address(text);
        if (other == null || other.length != address.length) {
            return false;
        }
        var whole = prefixBits / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        var rest = prefixBits % Byte.SIZE;
        return rest == 0 || (address[whole] ^ other[whole]) >> (Byte.SIZE - rest) == 0;
    }

    @Override
    public String toString() {
        return written;
    }

    private static byte @Nullable [] address(String text) {
        if (text.length() < 2 || text.length() > ADDRESS_CHARS_MAX) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            return v4(text);
        }
        var six = v6(text);
        return six == null || !isMapped(six) ? six : Arrays.copyOfRange(six, MAPPED_AT, V6_BYTES);
    }

    private static boolean isMapped(byte[] six) {
        for (var index = 0; index < MAPPED_AT; index++) {
            if (six[index] != (index < MAPPED_AT - 2 ? 0 : (byte) 0xFF)) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] v4(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != V4_BYTES) {
            return null;
        }
        var bytes = new byte[V4_BYTES];
        for (var index = 0; index < V4_BYTES; index++) {
            var number = number(parts[index], 10, 255);
            if (number < 0 || (parts[index].length() > 1 && parts[index].charAt(0) == '0')) {
                return null;
            }
            bytes[index] = (byte) number;
        }
        return bytes;
    }

    private static byte @Nullable [] v6(String text) {
        var gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        var head = groups(gap < 0 ? text : text.substring(0, gap));
        var tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2));
        if (head == null || tail == null) {
            return null;
        }
        var count = head.length + tail.length;
        if (gap < 0 ? count != V6_GROUPS : count >= V6_GROUPS) {
            return null;
        }
        var bytes = new byte[V6_BYTES];
        write(head, bytes, 0);
        write(tail, bytes, V6_GROUPS - tail.length);
        return bytes;
    }

    /** The groups of 16 bits; an IPv4 address at the end is two. */
    private static int @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        var parts = text.split(":", -1);
        var last = parts[parts.length - 1];
        var four = last.indexOf('.') < 0 ? null : v4(last);
        var groups = new int[parts.length + (four == null ? 0 : 1)];
        for (var index = 0; index < parts.length - (four == null ? 0 : 1); index++) {
            groups[index] = number(parts[index], 16, 0xFFFF);
            if (groups[index] < 0) {
                return null;
            }
        }
        if (four != null) {
            groups[groups.length - 2] = (four[0] & 0xFF) << 8 | (four[1] & 0xFF);
            groups[groups.length - 1] = (four[2] & 0xFF) << 8 | (four[3] & 0xFF);
        }
        return groups;
    }

    private static void write(int[] groups, byte[] bytes, int firstGroup) {
        for (var index = 0; index < groups.length; index++) {
            bytes[(firstGroup + index) * 2] = (byte) (groups[index] >> 8);
            bytes[(firstGroup + index) * 2 + 1] = (byte) groups[index];
        }
    }

    /** The number, or -1 where it is none or larger than {@code max}. */
    private static int number(String digits, int radix, int max) {
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        var number = 0;
        for (var index = 0; index < digits.length(); index++) {
            var unit = digits.charAt(index);
            var digit = unit < 128 ? Character.digit(unit, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number > max ? -1 : number;
    }
}
