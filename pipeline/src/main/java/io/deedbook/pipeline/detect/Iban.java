// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * International bank account numbers (ISO 13616): length by country, and the check digits of ISO/IEC 7064 MOD 97-10.
 */
final class Iban {
    private static final Map<String, Integer> LENGTHS =
            lengths("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22"
                    + " CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21"
                    + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20"
                    + " MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24"
                    + " SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    private Iban() {}

    /** Whether the two letters at {@code start} are a country's. */
    static boolean ahead(String text, int start, int end) {
        return LENGTHS.containsKey(country(text, start));
    }

    static @Nullable Span validate(String text, int start, int end) {
        var length = LENGTHS.get(country(text, start));
        if (length == null) {
            return null;
        }
        var compact = new StringBuilder(length);
        var index = start;
        for (; index < end && compact.length() < length; index++) {
            if (Ascii.isAlphanumeric(text.charAt(index))) {
                compact.append(text.charAt(index));
            }
        }
        var holds = compact.length() == length && Edge.WORD.allowsEnd(text, index) && remainder(compact) == 1;
        return holds ? new Span(start, index) : null;
    }

    /** The number modulo 97, its first four characters moved to the end and letters read as 10 to 35. */
    private static int remainder(CharSequence compact) {
        var remainder = 0;
        for (var index = 0; index < compact.length(); index++) {
            var value = Character.digit(compact.charAt((index + 4) % compact.length()), 36);
            remainder = (value > 9 ? remainder * 100 + value : remainder * 10 + value) % 97;
        }
        return remainder;
    }

    private static String country(String text, int start) {
        return text.substring(start, start + 2).toUpperCase(Locale.ROOT);
    }

    private static Map<String, Integer> lengths(String table) {
        var lengths = new TreeMap<String, Integer>();
        for (var entry : table.split(" ", -1)) {
            lengths.put(entry.substring(0, 2), Integer.parseInt(entry.substring(2)));
        }
        return lengths;
    }
}
