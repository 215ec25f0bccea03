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
            var number = value.toUpperCase(Locale.ROOT);
            var last = number.length() - 1;
            return isDigits(number.endsWith("X") ? number.substring(0, last) : number) && Iso7064.mod112(number);
        }
    },
    /** Verhoeff's check digit over the dihedral group of order ten. */
    VERHOEFF {
        @Override
        boolean holds(String value) {
            return isDigits(value) && Verhoeff.holds(value);
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
