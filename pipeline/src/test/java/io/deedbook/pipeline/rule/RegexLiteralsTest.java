// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexLiteralsTest {
    private static final List<String> PARTS = List.of(
            "a",
            "B",
            "k",
            "s",
            ".",
            "[ab]",
            "[^\\]a]",
            "\\d",
            "\\b",
            "^",
            "$",
            "(",
            ")",
            "(?:",
            "|",
            "*",
            "+",
            "?",
            "{2}",
            "{0,1}",
            "\\.",
            "\\|",
            "é",
            "\\n",
            "(?i)",
            "(?P<n>",
            "{",
            "}",
            "[[:alpha:]]",
            "]",
            "-",
            " ");
    private static final List<String> TEXT = List.of(
            "a", "b", "B", "K", "k", "s", "\u017f", "\u212a", ".", "|", "1", "\n", "é", "{", "}", "]", "-", " ", "");

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "git\\s+push => push",
                "rm\\s+-[rf]+ => rm",
                "(curl|wget).*sh => curl,wget",
                "^sudo$ => sudo",
                "a?bc+d => bc",
                "(abc)?de => de",
                "(abc)+d => abc",
                "x{3}yz => yz",
                "DROP TABLE => drop table",
                "(a|b)|c => a,b,c",
                "[|)]foo\\.bar => foo.bar",
                "(?i:Foo)bars => bars",
                "(?P<name>secret)x => secret",
                "\\bid_rsa\\b => id_rsa",
            })
    void of_findsWhatEveryMatchHas(String pattern, String literals) {
        assertThat(RegexLiterals.of(pattern).best()).containsExactlyInAnyOrder(literals.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " => ",
            value = {
                "a* => -",
                "\\d+ => -",
                "(a|) => -",
                "\\Qa.b\\E => -",
                "foo|. => -",
                "\\x41 => -",
                "^{2}a => -",
                "a(?i)?b => -",
                "(?:a|b*) => -"
            })
    void of_saysThatItKnowsNothing(String pattern, String ignored) {
        assertThat(RegexLiterals.of(pattern).best()).isEmpty();
    }

    @Property(tries = 20_000)
    void of_isNeverWrong(@ForAll long seed) {
        var random = new Random(seed);
        var pattern = joined(PARTS, 8, random);
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (com.google.re2j.PatternSyntaxException e) {
            return;
        }
        var literals = RegexLiterals.of(pattern).best();
        var insensitive = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        var multiline = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
        for (var round = 0; round < 8; round++) {
            var text = joined(TEXT, 8, random);
            var folded = Fold.fold(text);
            if (!literals.isEmpty()
                    && (compiled.matcher(text).find()
                            || insensitive.matcher(text).find())) {
                assertThat(literals).as(pattern + " in " + text).anyMatch(folded::contains);
            }
            for (var one : List.of(compiled, insensitive, multiline)) {
                if (one.matcher(text).find()) {
                    assertThat(RegexNeeds.of(one).mayMatch(folded))
                            .as(pattern + " in " + text)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "^git\\s+push => git",
                "^(npm|yarn)\\s => npm,yarn",
                "^(ba|z)sh$ => ba,z",
                "^rm => rm",
                "^(?:sudo\\s+)rm => sudo",
            })
    void beginnings_areThoseOfEveryMatch(String pattern, String beginnings) {
        assertThat(RegexLiterals.of(pattern).beginnings()).containsExactlyInAnyOrder(beginnings.split(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"git", "^a|b", "^(sudo )?rm", "^a*b", "^[ab]c", "(?m)^a", "^(a|)b", "^.a"})
    void beginnings_areUnknownWhereAMatchMayBeginOtherwise(String pattern) {
        assertThat(RegexLiterals.of(pattern).beginnings()).isEmpty();
    }

    @Test
    void needs_areOneTextOfEachPart() {
        var needs = RegexNeeds.of(Pattern.compile("^aws\\s.*s3\\s(cp|mv)\\s"));

        assertThat(needs.mayMatch("aws s3 cp a s3://b")).isTrue();
        assertThat(needs.mayMatch("aws s3 ls")).isFalse();
        assertThat(needs.mayMatch("echo aws s3 cp a")).isFalse();
    }

    private static String joined(List<String> parts, int countMax, Random random) {
        var text = new StringBuilder();
        for (var count = random.nextInt(countMax) + 1; count > 0; count--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }
}
