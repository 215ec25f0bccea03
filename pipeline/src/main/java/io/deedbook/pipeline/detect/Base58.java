// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers written with 58 letters and digits, and the check bytes that addresses and keys of money chains end with. */
final class Base58 {
    /** The digits of Bitcoin and most others. */
    static final Base58 BITCOIN = new Base58("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
    /** The digits of the XRP ledger. */
    static final Base58 RIPPLE = new Base58("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz");

    private static final int CHECK_BYTES = 4;
    private static final int CHARS_MAX = 128;

    private final byte[] values = new byte[128];
    private final char zero;

    private Base58(String digits) {
        Arrays.fill(values, (byte) -1);
        for (var value = 0; value < digits.length(); value++) {
            values[digits.charAt(value)] = (byte) value;
        }
        zero = digits.charAt(0);
    }

    /** Whether it is a digit of this alphabet. */
    boolean isDigit(char unit) {
        return unit < values.length && values[unit] >= 0;
    }

    /** Whether at least {@code count} digits stand at {@code start}. */
    boolean reaches(String text, int start, int count) {
        if (start + count > text.length()) {
            return false;
        }
        for (var index = start; index < start + count; index++) {
            if (!isDigit(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** The bytes, or null when a character is no digit or there are too many. */
    byte @Nullable [] decode(String text) {
        if (text.length() > CHARS_MAX) {
            return null;
        }
        var number = new byte[text.length()];
        var used = 0;
        for (var index = 0; index < text.length(); index++) {
            if (!isDigit(text.charAt(index))) {
                return null;
            }
            var carry = (int) values[text.charAt(index)];
            for (var place = 0; place < used || carry > 0; place++) {
                carry += 58 * (number[number.length - 1 - place] & 0xff);
                number[number.length - 1 - place] = (byte) carry;
                carry >>= 8;
                used = Math.max(used, place + 1);
            }
        }
        var zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == zero) {
            zeros++;
        }
        var bytes = new byte[zeros + used];
        System.arraycopy(number, number.length - used, bytes, zeros, used);
        return bytes;
    }

    /** The bytes without the four check bytes (Base58Check), or null when these don't fit. */
    byte @Nullable [] decodeChecked(String text) {
        var bytes = decode(text);
        if (bytes == null || bytes.length <= CHECK_BYTES) {
            return null;
        }
        var payload = Arrays.copyOf(bytes, bytes.length - CHECK_BYTES);
        var check = Arrays.copyOf(sha256(sha256(payload)), CHECK_BYTES);
        return Arrays.equals(check, 0, CHECK_BYTES, bytes, payload.length, bytes.length) ? payload : null;
    }

    /**
     * Whether the check bytes fit, there are {@code length} bytes before them, and the first is one of
     * {@code versions}.
     */
    boolean isChecked(String text, int length, int... versions) {
        var payload = decodeChecked(text);
        return payload != null
                && payload.length == length
                && Arrays.stream(versions).anyMatch(version -> version == (payload[0] & 0xff));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is a part of every Java platform", e);
        }
    }
}
