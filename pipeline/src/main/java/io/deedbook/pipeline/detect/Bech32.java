// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;

/** The check symbols of BIP 173 (Bech32) and BIP 350 (Bech32m), and those of CashAddr. */
final class Bech32 {
    private static final String SYMBOLS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final long[] CASH_GENERATOR = {
        0x98f2bc8e61L, 0x79b76d99e2L, 0xf33e5fb3c4L, 0xae2eabe2a8L, 0x1e4f43e470L
    };
    private static final int BECH32 = 1;
    private static final int BECH32M = 0x2bc830a3;

    private Bech32() {}

    /** Whether it is a symbol of the data part, in either case. */
    static boolean isSymbol(char unit) {
        return SYMBOLS.indexOf(Character.toLowerCase(unit)) >= 0;
    }

    /** Whether at least {@code count} symbols stand at {@code start}. */
    static boolean reaches(String text, int start, int count) {
        if (start + count > text.length()) {
            return false;
        }
        for (var index = start; index < start + count; index++) {
            if (!isSymbol(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the check symbols of {@code text}, all of it in one case, fit by either of the two rules. */
    static boolean holds(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        var separator = lower.lastIndexOf('1');
        if (separator < 1 || !(text.equals(lower) || text.equals(text.toUpperCase(Locale.ROOT)))) {
            return false;
        }
        var check = 1;
        for (var index = 0; index < separator; index++) {
            check = step(check, lower.charAt(index) >> 5);
        }
        check = step(check, 0);
        for (var index = 0; index < separator; index++) {
            check = step(check, lower.charAt(index) & 31);
        }
        for (var index = separator + 1; index < lower.length(); index++) {
            var symbol = SYMBOLS.indexOf(lower.charAt(index));
            if (symbol < 0) {
                return false;
            }
            check = step(check, symbol);
        }
        return check == BECH32 || check == BECH32M;
    }

    /** Whether the check symbols of an address of Bitcoin Cash fit; {@code prefix} without its colon. */
    static boolean holdsCash(String prefix, String data) {
        var check = 1L;
        for (var index = 0; index < prefix.length(); index++) {
            check = cashStep(check, prefix.charAt(index) & 31);
        }
        check = cashStep(check, 0);
        for (var index = 0; index < data.length(); index++) {
            var symbol = SYMBOLS.indexOf(data.charAt(index));
            if (symbol < 0) {
                return false;
            }
            check = cashStep(check, symbol);
        }
        return check == 1;
    }

    private static int step(int check, int value) {
        var top = check >>> 25;
        var next = ((check & 0x1ffffff) << 5) ^ value;
        for (var bit = 0; bit < GENERATOR.length; bit++) {
            next ^= ((top >> bit) & 1) == 0 ? 0 : GENERATOR[bit];
        }
        return next;
    }

    private static long cashStep(long check, int value) {
        var top = check >>> 35;
        var next = ((check & 0x07ffffffffL) << 5) ^ value;
        for (var bit = 0; bit < CASH_GENERATOR.length; bit++) {
            next ^= ((top >> bit) & 1) == 0 ? 0 : CASH_GENERATOR[bit];
        }
        return next;
    }
}
