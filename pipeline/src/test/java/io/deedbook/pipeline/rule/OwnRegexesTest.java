// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnRegexesTest {
    private static RecordDraft draft(String... contents) {
        var draft = new RecordDraft(1, 1);
        for (var number = 0; number < contents.length; number++) {
            draft.content().put("prompt" + (number == 0 ? "" : "#" + (number + 1)), contents[number]);
        }
        return draft;
    }

    private static RuleSource rule(String name, String regex) {
        return Rules.source(name, "high", "content.prompt|re: '" + regex + "'");
    }

    private static LoadedRules own(RuleSource... sources) {
        return RuleSet.load(List.of(), List.of(sources), Map.of(), Set.of());
    }

    private static List<String> matched(RuleSet rules, RecordDraft draft) {
        rules.judge(draft);
        return draft.list(Field.RULES);
    }

    @Test
    void seesTheBeginningOfATextOnly() {
        var own = own(rule("mine", "needle [0-9]"));
        var last = "x".repeat(OwnRegexes.TEXT_CHARS_MAX - "needle 1".length()) + "needle 1";

        assertThat(own.errors()).isEmpty();
        assertThat(matched(own.rules(), draft(last))).containsExactly("mine");
        assertThat(matched(own.rules(), draft("x" + last))).isEmpty();
        assertThat(matched(RuleSet.of(List.of(rule("built-in", "needle [0-9]"))), draft("x" + last)))
                .containsExactly("built-in");
    }

    @Test
    void seesNothingMoreOfARecordOnceAllIsSpent() {
        var own = own(rule("mine", "(?:[a-z ]?){1000}needle[0-9]"));
        var texts = new String[8];
        Arrays.fill(texts, "needle ".repeat(2_000));
        var last = texts.clone();
        last[7] = "a needle7";
        var first = texts.clone();
        first[0] = "a needle7";

        assertThat(own.ownProgramSum() * OwnRegexes.TEXT_CHARS_MAX * 6).isGreaterThan(OwnRegexes.WORK_MAX);
        assertThat(matched(own.rules(), draft("a needle7"))).containsExactly("mine");
        assertThat(matched(own.rules(), draft(first))).containsExactly("mine");
        assertThat(matched(own.rules(), draft(last))).isEmpty();
    }

    @Test
    void countsWhatIsEvaluated() {
        var one = own(rule("one", "a[bc]d")).ownProgramSum();

        assertThat(one).isPositive();
        assertThat(own(rule("one", "a[bc]d"), rule("two", "a[bc]d")).ownProgramSum())
                .isEqualTo(2 * one);
        assertThat(RuleSet.load(List.of(rule("one", "a[bc]d")), Map.of()).ownProgramSum())
                .isZero();
    }
}
