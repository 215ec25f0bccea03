// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Addresses of the Internet Protocol, but for those that are no one's: unspecified, loopback, netmasks. */
final class IpAddress {
    private static final int V4_CHARS_MAX = 15;
    private static final int V6_CHARS_MAX = 45;
    private static final int CLAUSE_WORDS_MAX = 5;
    /** Of an address with groups left out: the longest group, or how many there are, for numbers are short. */
    private static final int GROUP_CHARS_MIN = 3;

    private static final int GROUPS_MIN = 4;
    private static final int SIGNS_MAX = 4;
    private static final int LIST_CHARS_MAX = 160;
    private static final int WORD_CHARS_MAX = 16;
    /** Words whose numbers are no addresses. */
    private static final Set<String> VERSION_WORDS = Set.of(
            "version",
            "versions",
            "firmware",
            "dpkg",
            "assemblyversion",
            "fileversion",
            "ver",
            "release",
            "released",
            "policy",
            "releases",
            "section",
            "sections",
            "sect",
            "sec",
            "chapter",
            "clause",
            "paragraph",
            "appendix",
            "annex",
            "figure",
            "table");

    /** Words that may stand between one of those and its number. */
    private static final Set<String> LINKS = Set.of(
            "to",
            "of",
            "is",
            "from",
            "than",
            "since",
            "before",
            "until",
            "and",
            "installed",
            "previous",
            "current",
            "latest");

    private IpAddress() {}

    static boolean isV6Unit(char unit) {
        return unit == ':' || Ascii.isHex(unit);
    }

    static boolean isV6Group(char unit) {
        return Ascii.isHex(unit);
    }

    /** Whether the colon at {@code start} is the first of eight groups, or of two colons. */
    static boolean v6Ahead(String text, int start, int end) {
        var colons = 0;
        for (var index = start; index < Math.min(text.length(), start + V6_CHARS_MAX); index++) {
            var unit = text.charAt(index);
            if (unit == ':') {
                colons++;
                if (colons >= 6 || (index > start && text.charAt(index - 1) == ':')) {
                    return true;
                }
            } else if (!Ascii.isHex(unit)) {
                return false;
            }
        }
        return false;
    }

    static @Nullable Span v4(String text, int start, int end) {
        var octets = octets(text, start, end);
        if (octets == null || octets[0] == 127 || (octets[0] == 255 && octets[1] == 255)) {
            return null;
        }
        return octets[0] + octets[1] + octets[2] + octets[3] == 0 || isVersion(text, start, end, octets)
                ? null
                : new Span(start, end);
    }

    /** Whether four numbers are those of a release, or of a section of a book. */
    private static boolean isVersion(String text, int start, int end, int[] octets) {
        var isProduct = start > 1 && text.charAt(start - 1) == '/' && Ascii.isLetter(text.charAt(start - 2));
        if (isProduct && octets[1] + octets[2] + octets[3] == 0) {
            return true;
        }
        return isInSections(text, start)
                || isAfterVersionWord(text, start)
                || text.regionMatches(true, end, " release", 0, 8)
                || (start > 0 && text.charAt(start - 1) == '§')
                || isCompared(text, start);
    }

    /** {@code >= 1.2.2.3}: addresses are in ranges by their length. */
    private static boolean isCompared(String text, int start) {
        var end = start > 0 && text.charAt(start - 1) == ' ' ? start - 1 : start;
        return end > 1 && text.charAt(end - 1) == '=' && "<>~".indexOf(text.charAt(end - 2)) >= 0;
    }

    private static boolean isAfterVersionWord(String text, int start) {
        var end = start;
        for (var step = 0; step < CLAUSE_WORDS_MAX; step++) {
            var word = wordBefore(text, end);
            if (VERSION_WORDS.contains(word.text())) {
                return true;
            }
            var number = numberBefore(text, word.start());
            if (!LINKS.contains(word.text()) && (!word.text().isEmpty() || number == word.start())) {
                return false;
            }
            end = number;
        }
        return false;
    }

    /** Where the four numbers begin that end here; {@code end} when none do. */
    private static int numberBefore(String text, int end) {
        var start = end;
        var points = 0;
        while (start > Math.max(0, end - V4_CHARS_MAX)
                && (Ascii.isDigit(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
            start--;
            points += text.charAt(start) == '.' ? 1 : 0;
        }
        return points == 3 ? start : end;
    }

    /** Whether it goes on a list of numbers with points of which one is no address: {@code 8.6.2, 10.2.1.1}. */
    private static boolean isInSections(String text, int start) {
        var first = Math.max(0, start - LIST_CHARS_MAX);
        var end = start;
        while (end > first + 1 && text.charAt(end - 1) == ' ' && ",;".indexOf(text.charAt(end - 2)) >= 0) {
            end -= 2;
            var points = 0;
            var from = end;
            while (from > first && (Ascii.isDigit(text.charAt(from - 1)) || text.charAt(from - 1) == '.')) {
                from--;
                points += text.charAt(from) == '.' ? 1 : 0;
            }
            if (from == end || points == 0) {
                return false;
            }
            if (points != 3) {
                return points < 3;
            }
            end = from;
        }
        return false;
    }

    private record Word(String text, int start) {}

    /** The last word before {@code start} on its line, with a few signs between: lower case, its last part. */
    private static Word wordBefore(String text, int start) {
        var end = start;
        while (end > Math.max(0, start - SIGNS_MAX)
                && !Ascii.isAlphanumeric(text.charAt(end - 1))
                && text.charAt(end - 1) != '\n') {
            end--;
        }
        var from = end;
        while (from > Math.max(0, end - WORD_CHARS_MAX) && Ascii.isLetter(text.charAt(from - 1))) {
            from--;
        }
        return new Word(text.substring(from, end).toLowerCase(Locale.ROOT), from);
    }

    /** An address of RFC 4291 §2.2 with a decimal digit in it, so that {@code abc::def} stays a name in a program. */
    static @Nullable Span v6(String text, int start, int matchEnd) {
        var trailingColon = text.charAt(matchEnd - 1) == ':' && text.charAt(matchEnd - 2) != ':';
        var end = trailingColon ? matchEnd - 1 : matchEnd;
        var groups = 0;
        var omitted = false;
        var digits = 0;
        var longest = 0;
        var index = start;
        while (index < end) {
            if (text.charAt(index) == ':') {
                if (index + 1 >= end || text.charAt(index + 1) != ':') {
                    return null;
                }
                if (omitted) {
                    return null;
                }
                omitted = true;
                index += 2;
                continue;
            }
            var groupEnd = index;
            while (groupEnd < end && Ascii.isHex(text.charAt(groupEnd))) {
                digits += Ascii.isDigit(text.charAt(groupEnd)) ? 1 : 0;
                groupEnd++;
            }
            if (groupEnd < end && text.charAt(groupEnd) == '.') {
                if (octets(text, index, end) == null) {
                    return null;
                }
                groups += 2;
                break;
            }
            if (groupEnd == index || groupEnd - index > 4) {
                return null;
            }
            groups++;
            longest = Math.max(longest, groupEnd - index);
            index = groupEnd;
            var more = index + 1 < end && text.charAt(index) == ':' && text.charAt(index + 1) != ':';
            index += more ? 1 : 0;
        }
        var isPort = groups == 2 && text.startsWith("::1:", start) && digits == end - start - 3;
        var complete = omitted ? groups < 8 : groups == 8;
        var someone = digits > 1 || groups > 1;
        var isYear = groups == 1 && text.startsWith("::", end - 2) && !text.startsWith("/", end);
        var isSlice = omitted && ((longest < GROUP_CHARS_MIN && groups < GROUPS_MIN) || isSubscript(text, start));
        return complete && digits > 0 && someone && !isSlice && !isYear && !isPort ? new Span(start, end) : null;
    }

    /** Whether it stands in the brackets behind a name or another bracket: {@code rows[10::2]}. */
    private static boolean isSubscript(String text, int start) {
        if (start < 2 || text.charAt(start - 1) != '[') {
            return false;
        }
        var before = text.charAt(start - 2);
        return Ascii.isAlphanumeric(before) || before == '_' || before == ']' || before == ')';
    }

    private static int @Nullable [] octets(String text, int start, int end) {
        var octets = new int[4];
        var count = 0;
        for (var index = start; index < end; count++) {
            var to = index;
            while (to < end && Ascii.isDigit(text.charAt(to))) {
                to++;
            }
            var leadingZero = to - index > 1 && text.charAt(index) == '0';
            var separated = to == end || text.charAt(to) == '.';
            if (to == index || to - index > 3 || leadingZero || count == 4 || !separated) {
                return null;
            }
            octets[count] = Integer.parseInt(text, index, to, 10);
            if (octets[count] > 255) {
                return null;
            }
            index = to + 1;
        }
        return count == 4 ? octets : null;
    }
}
