// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class TextProperties {
    @Property
    void fold_isHowTheJdkIgnoresCase(@ForAll String left, @ForAll String right) {
        assertThat(Fold.fold(left)).hasSameSizeAs(left);
        assertThat(Fold.fold(left).equals(Fold.fold(right))).isEqualTo(left.equalsIgnoreCase(right));
        assertThat(Fold.fold(left.toUpperCase(Locale.ROOT)).equals(Fold.fold(left)))
                .isEqualTo(left.toUpperCase(Locale.ROOT).equalsIgnoreCase(left));
        assertThat(Fold.fold(Fold.fold(left))).isEqualTo(Fold.fold(left));
    }

    @Property
    void wildcards_matchAsTheSameRegularExpressionDoes(
            @ForAll @Chars({'a', 'b', '*', '?', '\\'}) @StringLength(max = 8) String pattern,
            @ForAll @Chars({'a', 'b', '*', '\\'}) @StringLength(max = 8) String text) {
        var wildcards = Wildcards.parse(pattern);

        var expected =
                Pattern.compile(regex(pattern), Pattern.DOTALL).matcher(text).matches();

        assertThat(wildcards.matches(text)).isEqualTo(expected);
        assertThat(wildcards.test().matches(text)).isEqualTo(expected);
        assertThat(wildcards.surrounded(true, true).test().matches("x" + text + "y"))
                .isEqualTo(Pattern.compile(".*" + regex(pattern) + ".*", Pattern.DOTALL)
                        .matcher("x" + text + "y")
                        .matches());
    }

    private static String regex(String pattern) {
        var regex = new StringBuilder();
        for (var index = 0; index < pattern.length(); index++) {
            var unit = pattern.charAt(index);
            var next = index + 1 < pattern.length() ? pattern.charAt(index + 1) : 0;
            if (unit == '\\' && (next == '*' || next == '?' || next == '\\')) {
                regex.append(Pattern.quote(String.valueOf(next)));
                index++;
            } else {
                regex.append(unit == '*' ? ".*" : unit == '?' ? "." : Pattern.quote(String.valueOf(unit)));
            }
        }
        return regex.toString();
    }

    @Property
    void scanner_findsEveryLiteralThatStandsInTheText(
            @ForAll @Size(min = 1, max = 70)
                    List<@Chars({'a', 'b', 'c'}) @StringLength(min = 1, max = 9) String> literals,
            @ForAll @Chars({'a', 'b', 'c', 'A', 'B', 'é', '-'}) @StringLength(max = 30) String text) {
        assertThat(found(literals, text)).isEqualTo(standing(literals, text));
    }

    @Property
    void scanner_findsLiteralsOfEveryLengthAtEveryPlace(
            @ForAll @Size(min = 1, max = 9)
                    List<@CharRange(from = ' ', to = 'Z') @StringLength(min = 1, max = 40) String> parts,
            @ForAll @Chars({'-', 'x', '\n', '\u00e9', '\u017f', '\u3042'}) @StringLength(max = 9) String before,
            @ForAll int cutAt) {
        var literals = parts.stream().map(Fold::fold).toList();
        var all = before + String.join("", parts);

        for (var text : List.of(all, all.substring(Math.floorMod(cutAt, all.length())), all.toLowerCase(Locale.ROOT))) {
            assertThat(found(literals, text)).isEqualTo(standing(literals, text));
        }
    }

    /** As {@link #standing}, told by the scanner. */
    private static long[] found(List<String> literals, String text) {
        var hits = new HashMap<String, List<LiteralScanner.Hit>>();
        for (var position = 0; position < literals.size(); position++) {
            hits.computeIfAbsent(literals.get(position), unknown -> new ArrayList<>())
                    .add(new LiteralScanner.Hit(1L << position % 3, new int[] {position}, position % 5 == 4));
        }
        var found = Bits.none(literals.size());
        LiteralScanner.of(hits).scan(text, 3, found);
        return found;
    }

    /**
     * Which literals stand in a text of the first two of three fields; one in five means something at its beginning
     * only.
     */
    private static long[] standing(List<String> literals, String text) {
        var standing = Bits.none(literals.size());
        var folded = Fold.fold(text);
        for (var position = 0; position < literals.size(); position++) {
            var stands = position % 5 == 4
                    ? folded.startsWith(literals.get(position))
                    : folded.contains(literals.get(position));
            if (position % 3 < 2 && stands) {
                Bits.set(standing, position);
            }
        }
        return standing;
    }

    @Property
    void jsonMember_givesBackWhatWasWrittenWhereverItIsCut(
            @ForAll @CharRange(from = ' ', to = '\u00ff') String value,
            @ForAll @CharRange(from = ' ', to = '~') String other,
            @ForAll int cutAt) {
        var json = "words {\"a\":[{\"key\":\"no\"}],\"b\":" + quoted(other) + ",\"key\" : " + quoted(value) + "}";

        assertThat(JsonMember.text(json, "key")).isEqualTo(value);

        var cut = JsonMember.text(json.substring(0, Math.floorMod(cutAt, json.length())), "key");
        if (cut != null && !cut.endsWith("\\")) {
            assertThat(value).startsWith(cut);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Property
    void jsonMember_takesAnything(
            @ForAll @Chars({'{', '}', '[', ']', '"', ':', '\\', 'u', 'k', '0', ' '}) @StringLength(max = 60)
                    String text) {
        assertThatCode(() -> JsonMember.text(text, "k")).doesNotThrowAnyException();
        assertThatCode(() -> JsonMember.text("{\"k\":\"" + text, "k")).doesNotThrowAnyException();
    }

    @Property
    void numbers_takeAnything(
            @ForAll @Chars({'1', '0', '.', '-', '+', 'e', 'E', 'x'}) @StringLength(max = 40) String text) {
        assertThatCode(() -> Numbers.parse(text)).doesNotThrowAnyException();
    }
}
