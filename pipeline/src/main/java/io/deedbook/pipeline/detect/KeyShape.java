// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import com.google.re2j.Pattern;
import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The shape of keys that their maker gives a prefix: one of the prefixes, in which case counts, a run of characters,
 * and what may follow. It makes the pattern, the edges, the validator and the trigger of a detector. Immutable.
 */
final class KeyShape {
    private static final int REST_CHARS_MAX = 256;

    private final List<String> prefixes;
    private final String characters;
    private final boolean[] members;
    private final int runMin;
    private final int runMax;
    private final String rest;

    private KeyShape(List<String> prefixes, String characters, int runMin, int runMax, String rest) {
        this.prefixes = prefixes;
        this.characters = characters;
        this.members = membersOf(characters);
        this.runMin = runMin;
        this.runMax = runMax;
        this.rest = rest;
    }

    /** Keys that begin with one of these. */
    static KeyShape of(String... prefixes) {
        return new KeyShape(List.of(prefixes), "A-Za-z0-9", 0, 0, "");
    }

    /** Then so many of {@code characters}, which are written as between the brackets of a pattern, without escapes. */
    KeyShape exactly(int count, String characters) {
        return new KeyShape(prefixes, characters, count, count, rest);
    }

    /** Then at least {@code min} and hardly more than {@code max} of {@code characters}. */
    KeyShape run(int min, int max, String characters) {
        return new KeyShape(prefixes, characters, min, max, rest);
    }

    /** Then what this pattern says. */
    KeyShape then(String re2) {
        return new KeyShape(prefixes, characters, runMin, runMax, re2);
    }

    /** Begins the definition of what finds such keys. */
    DetectorBuilder detector(String type, String what) {
        var longest = prefixes.stream().mapToInt(String::length).max().orElse(0);
        var quantity = runMin == runMax ? "{" + runMin + "}" : "{" + runMin + ",}";
        return Detector.of(type, CREDENTIAL)
                .what(what, "prefix, length, no placeholder")
                .pattern(
                        prefixes.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")")) + "["
                                + characters + "]" + quantity + rest,
                        0,
                        longest + runMax + (rest.isEmpty() ? 0 : REST_CHARS_MAX))
                .edges(Edge.WORD, Edge.WORD)
                .validator(this::validate);
    }

    /** A prefix and the shortest run. */
    Trigger trigger() {
        return new Literals(
                prefixes.stream()
                        .map(prefix -> prefix.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList(),
                this::isAhead);
    }

    private boolean isAhead(String text, int start, int end) {
        if (end + runMin > text.length()) {
            return false;
        }
        for (var index = end; index < end + runMin; index++) {
            var unit = text.charAt(index);
            if (unit >= members.length || !members[unit]) {
                return false;
            }
        }
        return prefixEnd(text, start) >= 0;
    }

    private @Nullable Span validate(String text, int start, int end) {
        return Placeholder.standsAt(text, prefixEnd(text, start), end) ? null : new Span(start, end);
    }

    private int prefixEnd(String text, int start) {
        for (var prefix : prefixes) {
            if (text.startsWith(prefix, start)) {
                return start + prefix.length();
            }
        }
        return -1;
    }

    private static boolean[] membersOf(String characters) {
        var members = new boolean[128];
        for (var index = 0; index < characters.length(); index++) {
            var first = characters.charAt(index);
            var range = index + 2 < characters.length() && characters.charAt(index + 1) == '-';
            var last = range ? characters.charAt(index + 2) : first;
            for (var unit = first; unit <= last; unit++) {
                members[unit] = true;
            }
            index += range ? 2 : 0;
        }
        return members;
    }
}
