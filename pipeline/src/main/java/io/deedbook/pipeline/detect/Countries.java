// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import java.util.Set;

/** Codes of countries (ISO 3166-1 alpha-2). */
final class Countries {
    private static final Set<String> CODES = Set.of(Locale.getISOCountries());

    private Countries() {}

    /** Whether two capital letters are a country's; XK is what banks use for Kosovo. */
    static boolean isCountry(String code) {
        return CODES.contains(code) || code.equals("XK");
    }
}
