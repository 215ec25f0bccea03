// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

/** Makes strings storable: PostgreSQL takes neither U+0000 nor surrogates without their other half. */
final class WellFormed {
    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** {@code text} without U+0000; for text that was decoded from UTF-8, which makes no lone surrogates. */
    static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', REPLACEMENT);
    }

    /** {@code text} with every U+0000 and lone surrogate replaced by U+FFFD. */
    static String text(String text) {
        for (var at = 0; at < text.length(); at++) {
            var unit = text.charAt(at);
            if (unit == 0 || Character.isSurrogate(unit)) {
                return mended(text, at);
            }
        }
        return text;
    }

    private static String mended(String text, int from) {
        var mended = text.toCharArray();
        for (var at = from; at < mended.length; at++) {
            if (mended[at] == 0) {
                mended[at] = REPLACEMENT;
            } else if (Character.isSurrogate(mended[at])) {
                if (at + 1 < mended.length && Character.isSurrogatePair(mended[at], mended[at + 1])) {
                    at++;
                } else {
                    mended[at] = REPLACEMENT;
                }
            }
        }
        return new String(mended);
    }
}
