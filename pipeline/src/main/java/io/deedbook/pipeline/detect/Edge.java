// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** What may stand right beside a match. Patterns have no anchors and no word borders; this is theirs. */
enum Edge {
    /** Anything. */
    ANY,
    /** No ASCII letter or digit, unless it ends a JSON escape. */
    WORD,
    /** As {@link #WORD}, and no decimal point: not the fraction of a number. */
    FRACTION,
    /** As {@link #WORD}, and no point or hyphen with a digit behind it: not a part of a longer number. */
    NUMBER,
    /** As {@link #WORD}, and no colon with a hexadecimal digit or colon behind it: not a part of an address. */
    GROUP,
    /**
     * As {@link #WORD}, or a capital after a small letter: the beginning of a word in a name such as
     * {@code patientName}.
     */
    LABEL,
    /** The beginning of the local part of an e-mail address, as far back as it may reach. */
    LOCAL_PART;

    boolean allowsStart(String text, int start) {
        if (this == LOCAL_PART) {
            return EmailAddress.mayBegin(text, start);
        }
        if (this == ANY || start == 0) {
            return true;
        }
        var before = text.charAt(start - 1);
        if (Ascii.isAlphanumeric(before)) {
            return Ascii.endsEscape(text, start) || (this == LABEL && beginsHump(text, start));
        }
        return switch (this) {
            case FRACTION -> before != '.' || !Ascii.isDigitAt(text, start - 2);
            case NUMBER -> (before != '.' && before != '-') || !Ascii.isDigitAt(text, start - 2);
            case GROUP -> before != ':' || start < 2 || !IpAddress.isV6Unit(text.charAt(start - 2));
            default -> true;
        };
    }

    private static boolean beginsHump(String text, int start) {
        var before = text.charAt(start - 1);
        return start < text.length() && Character.isUpperCase(text.charAt(start)) && before >= 'a' && before <= 'z';
    }

    boolean allowsEnd(String text, int end) {
        if (this == ANY || this == LOCAL_PART || end == text.length()) {
            return true;
        }
        var after = text.charAt(end);
        if (Ascii.isAlphanumeric(after)) {
            return false;
        }
        return switch (this) {
            case FRACTION -> after != '.' || !Ascii.isDigitAt(text, end + 1);
            case NUMBER -> (after != '.' && after != '-') || !Ascii.isDigitAt(text, end + 1);
            default -> true;
        };
    }
}
