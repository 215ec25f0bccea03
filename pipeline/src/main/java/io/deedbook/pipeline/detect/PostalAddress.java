// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Addresses of houses: what cannot be one, cheaply. */
final class PostalAddress {
    private static final int STREET_DIGITS_MAX = 3;
    private static final int FRENCH_LETTERS = 3;
    private static final String FRENCH_INITIALS = "rabpciqs";
    /** How the French kinds of street begin. */
    private static final List<String> FRENCH_STREETS =
            List.of("rue", "ave", "bou", "pla", "che", "all", "imp", "qua", "cou", "rou", "squ");

    private static final Set<String> STATES = Stream.of(
                    ("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT"
                                    + " NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP AA AE AP")
                            .split(" ", -1))
            .collect(Collectors.toUnmodifiableSet());
    /** What names a drive, a close or a court that is no street. */
    private static final Set<String> NO_STREETS = Set.of(
            "Google",
            "Hard",
            "Flash",
            "Thumb",
            "Tape",
            "Disk",
            "Shared",
            "Team",
            "My",
            "One",
            "External",
            "Test",
            "Network",
            "USB",
            "SSD",
            "Please",
            "Supreme",
            "District",
            "High",
            "Then",
            "Must",
            "Auto",
            "Open",
            "Read",
            "Write");

    private static final Set<String> DOUBTFUL = Set.of("Drive", "Court", "Ct", "Close", "Square", "Dr");

    private PostalAddress() {}

    /** Whether the number of a house can be followed so: by a letter, a space or a comma. */
    static boolean opening(int first, char next, int second) {
        return " -/".indexOf(next) >= 0 || next == Opening.CAPITAL || next == Opening.SMALL || next == '\0';
    }

    /** Whether a capital letter, or a number of a street, follows the number of the house. */
    static boolean englishAhead(String text, int start, int end) {
        var index = afterNumber(text, afterUnit(text, start));
        if (index < 0 || index >= text.length()) {
            return false;
        }
        var number = index;
        while (number < index + STREET_DIGITS_MAX && Ascii.isDigitAt(text, number)) {
            number++;
        }
        return number == index
                ? Character.isUpperCase(text.charAt(index))
                : number < text.length() && Ascii.isLetter(text.charAt(number));
    }

    /** Refuses drives, courts and the like that are no streets, and states that are none. */
    static @Nullable Span english(String text, int start, int end) {
        if (end < text.length() && Character.isLetter(text.charAt(end))) {
            return null;
        }
        var words = text.substring(start, end).split("[ ,]+", -1);
        for (var index = 1; index < words.length; index++) {
            if (DOUBTFUL.contains(words[index]) && NO_STREETS.contains(words[index - 1])) {
                return null;
            }
        }
        return new Span(start, end);
    }

    /** Whether the number of the house is followed by what may be a kind of street. */
    static boolean frenchAhead(String text, int start, int end) {
        var index = afterNumber(text, start);
        if (index > 0 && (text.startsWith("bis", index) || text.startsWith("ter", index))) {
            index = text.startsWith(",", index + 3) ? index + 5 : index + 4;
        }
        if (index < 0
                || index >= text.length()
                || FRENCH_INITIALS.indexOf(Ascii.folded(text.charAt(index)) | 0x20) < 0) {
            return false;
        }
        for (var street : FRENCH_STREETS) {
            if (text.regionMatches(true, index, street, 0, FRENCH_LETTERS)) {
                return true;
            }
        }
        return false;
    }

    /** Where the number of the house begins, behind that of a flat or not. */
    private static int afterUnit(String text, int start) {
        var index = start;
        while (Ascii.isDigitAt(text, index)) {
            index++;
        }
        index += index < text.length() && Ascii.isLetter(text.charAt(index)) ? 1 : 0;
        var joined = text.startsWith("-", index) || text.startsWith("/", index);
        return joined && Ascii.isDigitAt(text, index + 1) ? index + 1 : start;
    }

    /** Whether four digits, and a sign of China behind them, end a code of Japan. */
    static boolean japaneseAhead(String text, int start, int end) {
        var place = start + 8 + (text.startsWith(" ", start + 8) || text.startsWith("\u3000", start + 8) ? 1 : 0);
        return text.startsWith("-", start + 3)
                && place < text.length()
                && Character.UnicodeScript.of(text.charAt(place)) == Character.UnicodeScript.HAN;
    }

    /** Whether the number of a flat follows. */
    static boolean unitAhead(String text, int start, int end) {
        return Ascii.isDigitAt(text, text.startsWith("#", end) ? end + 1 : end);
    }

    /** Where the word behind the number of a house begins; -1 when none does. */
    private static int afterNumber(String text, int start) {
        var index = start;
        while (Ascii.isDigitAt(text, index)) {
            index++;
        }
        if (index < text.length()
                && Ascii.isLetter(text.charAt(index))
                && !text.startsWith("bis", index)
                && !text.startsWith("ter", index)) {
            index++;
        } else if (text.startsWith("bis", index) || text.startsWith("ter", index)) {
            index += 3;
        }
        if (text.startsWith(",", index)) {
            index++;
        }
        return text.startsWith(" ", index) ? index + 1 : -1;
    }

    /** Whether the three letters go on as the German word for street, long or short. */
    static boolean germanAhead(String text, int start, int end) {
        return text.startsWith("a\u00dfe", end) || text.startsWith("asse", end) || text.startsWith(".", end);
    }

    /** Whether the number of a house follows the kind of street. */
    static boolean numberAhead(String text, int start, int end) {
        return Ascii.isDigitAt(text, end) || (text.startsWith(" ", end) && Ascii.isDigitAt(text, end + 1));
    }

    /** What the name of a street is written with, up to two words of it. */
    static boolean isStreetSign(char unit) {
        return Ascii.isLetter(unit)
                || unit == '-'
                || unit == ' '
                || "\u00e4\u00f6\u00fc\u00df\u00c4\u00d6\u00dc".indexOf(unit) >= 0;
    }

    /** Whether a comma stands before what may be a state. */
    static boolean isAfterCity(String text, int start) {
        var index = start > 0 && text.charAt(start - 1) == ' ' ? start - 1 : start;
        return index > 1 && text.charAt(index - 1) == ',' && Character.isLetter(text.charAt(index - 2));
    }

    /** Takes the code behind a state behind a city; {@code start} is where the code begins. */
    static @Nullable Span zipAfterState(String text, int start, int end) {
        var state = start - 3;
        var known = STATES.contains(text.substring(state, state + 2)) && isAfterCity(text, state);
        return known ? new Span(start, end) : null;
    }
}
