// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A user and a password with a colon between them, plain or in base64. */
final class UserAndPassword {
    private static final int OPTION_CHARS_BACK_MAX = 256;
    private static final int NETRC_CHARS_BACK_MAX = 128;

    private UserAndPassword() {}

    /** Base64 of a user, a colon and a password, all of it text. */
    static @Nullable Span encoded(String text, int start, int end) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.substring(start, end));
        } catch (IllegalArgumentException e) {
            return null;
        }
        var colon = -1;
        for (var index = 0; index < bytes.length; index++) {
            if (bytes[index] < ' ' && bytes[index] >= 0) {
                return null;
            }
            colon = colon < 0 && bytes[index] == ':' ? index : colon;
        }
        var isAscii = true;
        for (var unit : bytes) {
            isAscii &= unit > 0 && unit < 127;
        }
        return isAscii && colon >= 0 ? new Span(start, end) : null;
    }

    /** The value of the option {@code -u} of curl: not the ids of a user and a group, not variables. */
    static @Nullable Span option(String text, int start, int end) {
        var before = text.substring(Math.max(0, start - OPTION_CHARS_BACK_MAX), start);
        var colon = text.indexOf(':', start);
        var numbers = text.substring(start, end).chars().allMatch(unit -> unit == ':' || Ascii.isDigit((char) unit));
        return !before.contains("curl") || numbers || Placeholder.standsAt(text, colon + 1, end)
                ? null
                : new Span(start, end);
    }

    /** A password of {@code .netrc}: no mark for one, and no word of a sentence that only looks like such a file. */
    static @Nullable Span netrc(String text, int start, int end) {
        var isWord = text.chars()
                .skip(start)
                .limit(end - start)
                .allMatch(unit -> Ascii.isLetter((char) unit) || ".,;:!?".indexOf(unit) >= 0);
        var before = text.substring(Math.max(0, start - NETRC_CHARS_BACK_MAX), start);
        var machine = before.lastIndexOf("machine");
        var login = before.indexOf("login", Math.max(0, machine));
        var isFile = machine >= 0
                && login > machine
                && before.substring(machine, login).contains(".");
        return (isWord && !isFile) || Placeholder.standsAt(text, start, end) ? null : new Span(start, end);
    }
}
