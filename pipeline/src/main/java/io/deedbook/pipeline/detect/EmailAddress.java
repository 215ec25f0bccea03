// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which local parts and domains an e-mail address has. */
final class EmailAddress {
    /** RFC 5321 §4.5.3.1.1. */
    static final int LOCAL_CHARS_MAX = 64;

    private static final int DOMAIN_CHARS_MAX = 256;
    private static final int URL_CHARS_MAX = 400;
    private static final String LOCAL_PUNCTUATION = "._%+-";
    private static final String LEADING = ".%+-";
    /** What files are called, {@code icon@2x.png}, and domains are not. */
    private static final Set<String> FILE_NAMES =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "js", "mjs", "ts", "tsx", "css", "json", "tgz");

    private EmailAddress() {}

    /** ASCII and the letters of Latin, Greek and Cyrillic; the other scripts write without spaces before an address. */
    static boolean isLocal(char unit) {
        return Ascii.isAlphanumeric(unit)
                || LOCAL_PUNCTUATION.indexOf(unit) >= 0
                || (unit >= 0xC0 && unit <= 0x24F)
                || (unit >= 0x370 && unit <= 0x52F);
    }

    /** Whether a local part can begin here: as far left as it reaches, or as long as it may be. */
    static boolean mayBegin(String text, int start) {
        if (start == text.length() || Ascii.insideEscape(text, start)) {
            return false;
        }
        var anchor = start + LOCAL_CHARS_MAX;
        if (start > 0
                && isLocal(text.charAt(start - 1))
                && !Ascii.endsEscape(text, start)
                && (anchor >= text.length() || text.charAt(anchor) != '@')) {
            return false;
        }
        var end = start;
        while (end < text.length() && end < anchor && isLocal(text.charAt(end))) {
            end++;
        }
        return end > start && end < text.length() && text.charAt(end) == '@';
    }

    /** Whether a domain can follow the at sign. */
    static boolean ahead(String text, int start, int end) {
        if (start == 0 || !isLocal(text.charAt(start - 1))) {
            return false;
        }
        for (var index = end; index < Math.min(text.length(), end + DOMAIN_CHARS_MAX); index++) {
            var unit = text.charAt(index);
            if (unit == '.' || !isLocal(unit)) {
                return unit == '.' && index > end;
            }
        }
        return false;
    }

    static @Nullable Span validate(String text, int start, int end) {
        var from = start;
        while (LEADING.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        var at = text.indexOf('@', from);
        var topLevel = text.substring(text.lastIndexOf('.', end - 1) + 1, end);
        if (from >= at
                || (from > 0 && text.charAt(from - 1) == '$')
                || FILE_NAMES.contains(topLevel)
                || text.substring(from, at).equals("git")) {
            return null;
        }
        return inUrlCredentials(text, from) ? null : new Span(from, end);
    }

    /** In {@code https://user:pass@host} it is the password that stands before the at sign. */
    private static boolean inUrlCredentials(String text, int start) {
        for (var index = start - 1; index >= Math.max(2, start - URL_CHARS_MAX); index--) {
            var unit = text.charAt(index);
            if (unit == '/' && text.charAt(index - 1) == '/' && text.charAt(index - 2) == ':') {
                var credentials = Detectors.URL_CREDENTIALS.matchAt(text, index - 2);
                return credentials != null && credentials.end() > start;
            }
            if (unit == '/' || Ascii.isSpace(unit) || unit == '"' || unit == '<') {
                return false;
            }
        }
        return false;
    }
}
