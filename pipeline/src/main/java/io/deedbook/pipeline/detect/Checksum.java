// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checksums that a policy's detector can ask for, over the digits, or digits and letters, of a match. */
enum Checksum implements Validator {
    NONE {
        @Override
        boolean holds(String value) {
            return true;
        }
    },
    /** ISO/IEC 7812-1 annex B: cards and many numbers of companies. */
    LUHN {
        @Override
        boolean holds(String value) {
            return isDigits(value) && Luhn.holds(value, value.length());
        }
    },
    /** ISO/IEC 7064 MOD 97-10: the number, letters read as 10 to 35, leaves 1. */
    MOD97 {
        @Override
        boolean holds(String value) {
            var remainder = 0;
            for (var index = 0; index < value.length(); index++) {
                var digit = Character.digit(value.charAt(index), 36);
                remainder = (digit > 9 ? remainder * 100 + digit : remainder * 10 + digit) % 97;
            }
            return remainder == 1;
        }
    },
    /** ISO/IEC 7064 MOD 11-2: an X at the end counts ten. */
    MOD11 {
        @Override
        boolean holds(String value) {
            var sum = 0;
            for (var index = 0; index < value.length(); index++) {
                var last = index == value.length() - 1 && (value.charAt(index) | 0x20) == 'x';
                if (!last && !Ascii.isDigit(value.charAt(index))) {
                    return false;
                }
                sum = (sum * 2 + (last ? 10 : value.charAt(index) - '0')) % 11;
            }
            return sum == 1;
        }
    },
    /** Verhoeff's check digit over the dihedral group of order ten. */
    VERHOEFF {
        @Override
        boolean holds(String value) {
            if (!isDigits(value)) {
                return false;
            }
            var check = 0;
            for (var place = 0; place < value.length(); place++) {
                var digit = value.charAt(value.length() - 1 - place) - '0';
                for (var turn = place % 8; turn > 0; turn--) {
                    digit = "1576283094".charAt(digit) - '0';
                }
                check = product(check, digit);
            }
            return check == 0;
        }

        private int product(int left, int right) {
            if (left < 5) {
                return right < 5 ? (left + right) % 5 : 5 + (left + right) % 5;
            }
            return right < 5 ? 5 + Math.floorMod(left - right, 5) : Math.floorMod(left - right, 5);
        }
    };

    abstract boolean holds(String value);

    @Override
    public @Nullable Span validate(String text, int start, int end) {
        var value = new StringBuilder(end - start);
        for (var index = start; index < end; index++) {
            if (Ascii.isAlphanumeric(text.charAt(index))) {
                value.append(text.charAt(index));
            }
        }
        return holds(value.toString()) ? new Span(start, end) : null;
    }

    static Optional<Checksum> of(String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(Checksum::wireName).toList();
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean isDigits(String value) {
        return !value.isEmpty() && value.chars().allMatch(unit -> Ascii.isDigit((char) unit));
    }
}
