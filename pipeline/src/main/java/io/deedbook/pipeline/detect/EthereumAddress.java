// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.jspecify.annotations.Nullable;

/** Addresses of Ethereum: where letters are in both cases, these are check digits (EIP-55). */
final class EthereumAddress {
    private static final int PREFIX_CHARS = 2;
    private static final int HEX_DIGITS = 40;

    private EthereumAddress() {}

    /** Whether exactly forty hexadecimal digits follow. */
    static boolean ahead(String text, int start, int end) {
        if (end + HEX_DIGITS > text.length() || Ascii.isAlphanumericAt(text, end + HEX_DIGITS)) {
            return false;
        }
        for (var index = end; index < end + HEX_DIGITS; index++) {
            if (!Ascii.isHex(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** An address in both cases of which the check holds. */
    static @Nullable Span checked(String text, int start, int end) {
        return isMixed(text, start, end) && holds(text.substring(start + PREFIX_CHARS, end))
                ? new Span(start, end)
                : null;
    }

    /** An address in one case, which is not one digit over and over. */
    static @Nullable Span unchecked(String text, int start, int end) {
        return isMixed(text, start, end) || Placeholder.standsAt(text, start + PREFIX_CHARS, end)
                ? null
                : new Span(start, end);
    }

    private static boolean isMixed(String text, int start, int end) {
        var letters = text.substring(start + PREFIX_CHARS, end);
        return !letters.equals(letters.toLowerCase(Locale.ROOT)) && !letters.equals(letters.toUpperCase(Locale.ROOT));
    }

    private static boolean holds(String digits) {
        var keccak = new KeccakDigest(256);
        var bytes = digits.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        keccak.update(bytes, 0, bytes.length);
        var hash = new byte[keccak.getDigestSize()];
        keccak.doFinal(hash, 0);
        for (var index = 0; index < digits.length(); index++) {
            var nibble = index % 2 == 0 ? hash[index / 2] >> 4 & 15 : hash[index / 2] & 15;
            var unit = digits.charAt(index);
            if (Ascii.isLetter(unit) && Character.isUpperCase(unit) != nibble > 7) {
                return false;
            }
        }
        return true;
    }
}
