// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Runs of characters for the examples of detectors: they look random, and are nobody's secret. */
final class Sample {
    static final String UUID = "9b1d3c5e-" + "7f20-4a61-8c2d-" + "5e6f70819a2b";

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Sample() {}

    static String digits(int length) {
        return of(length, BASE62.substring(0, 10));
    }

    static String hex(int length) {
        return of(length, "0123456789abcdef");
    }

    static String capitals(int length) {
        return of(length, BASE62.substring(0, 36));
    }

    static String smalls(int length) {
        return of(length, "0123456789abcdefghijklmnopqrstuvwxyz");
    }

    static String letters(int length) {
        return of(length, BASE62.substring(10));
    }

    static String base62(int length) {
        return of(length, BASE62);
    }

    private static String of(int length, String alphabet) {
        var text = new StringBuilder(length);
        var state = 20_261L + length;
        for (var index = 0; index < length; index++) {
            state = (state * 6_364_136_223_846_793_005L) + 1_442_695_040_888_963_407L;
            text.append(alphabet.charAt((int) Long.remainderUnsigned(state >>> 33, alphabet.length())));
        }
        return text.toString();
    }
}
