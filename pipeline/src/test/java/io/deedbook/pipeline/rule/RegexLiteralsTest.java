// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(RegexLiterals.of(pattern)).containsExactlyInAnyOrder(literals.split(","));
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
        assertThat(RegexLiterals.of(pattern)).isEmpty();
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
        var literals = RegexLiterals.of(pattern);
        var insensitive = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        for (var round = 0; round < 8 && !literals.isEmpty(); round++) {
            var text = joined(TEXT, 8, random);
            if (compiled.matcher(text).find() || insensitive.matcher(text).find()) {
                var folded = Fold.fold(text);
                assertThat(literals).as(pattern + " in " + text).anyMatch(folded::contains);
            }
        }
    }

    private static String joined(List<String> parts, int countMax, Random random) {
        var text = new StringBuilder();
        for (var count = random.nextInt(countMax) + 1; count > 0; count--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }
}
