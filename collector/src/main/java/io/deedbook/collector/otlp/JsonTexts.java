// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of the values in one JSON body, the same text mostly becoming the same string; see {@link TextCache}.
 */
final class JsonTexts {
    private static final int LENGTH_MAX = 64;
    private static final int SLOTS = 256;

    private final @Nullable String[] texts = new String[SLOTS];

    String text(JsonParser in) throws IOException {
        var length = in.getTextLength();
        if (length > LENGTH_MAX) {
            return WellFormed.text(in.getText());
        }
        var chars = in.getTextCharacters();
        var start = in.getTextOffset();
        var slot = slot(chars, start, length);
        var cached = texts[slot];
        if (cached != null && isSame(cached, chars, start, length)) {
            return cached;
        }
        var text = new String(chars, start, length);
        var storable = WellFormed.text(text);
        texts[slot] = storable;
        return storable;
    }

    private static int slot(char[] chars, int start, int length) {
        var mixed = length;
        for (var at = start; at < start + length; at++) {
            mixed = mixed * 31 + chars[at];
        }
        return (mixed ^ (mixed >>> 16)) & (SLOTS - 1);
    }

    private static boolean isSame(String text, char[] chars, int start, int length) {
        if (text.length() != length) {
            return false;
        }
        for (var at = 0; at < length; at++) {
            if (text.charAt(at) != chars[start + at]) {
                return false;
            }
        }
        return true;
    }
}
