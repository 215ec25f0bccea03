// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.rule.RuleException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CorrelationParserTest {
    private static final String HEAD = """
            title: Own
            id: 11111111-2222-4333-8444-555555555555
            level: high
            tags: [soc2.cc6.1]
            correlation:
            """;
    private static final String BASE = """
            ---
            title: Failed
            id: 11111111-2222-4333-8444-555555555556
            name: many_failed
            logsource:
              product: ai_agent
            detection:
              selection:
                outcome: failure
              condition: selection
            """;

    private static Correlation parsed(String correlation) {
        return Seen.correlations(HEAD + correlation.indent(2) + BASE)
                .correlations()
                .get(0);
    }

    @Test
    void correlation_isUnderstoodWhole() {
        var correlation = parsed("""
                type: value_count
                rules: [many_failed, sensitive-path]
                group-by: [user, session.id]
                timespan: 90m
                condition:
                  field: tool_name
                  gt: 2
                  lte: 7
                aliases:
                  user:
                    many_failed: userEmail
                    sensitive-path: userId
                """);

        assertThat(correlation.about().level()).isEqualTo(Risk.HIGH);
        assertThat(correlation.about().controls()).containsExactly("soc2:CC6.1");
        assertThat(correlation.rules()).containsExactly("many-failed", "sensitive-path");
        assertThat(correlation.timespanNanos()).isEqualTo(TimeUnit.MINUTES.toNanos(90));
        assertThat(correlation.condition().min()).isEqualTo(3);
        assertThat(correlation.condition().max()).isEqualTo(7);
        assertThat(correlation.condition().field()).isEqualTo(Field.TOOL_NAME);
        assertThat(correlation.groupBy().get(0))
                .extracting(GroupField::field)
                .containsExactly(Field.USER_EMAIL, Field.SESSION_ID);
        assertThat(correlation.groupBy().get(1))
                .extracting(GroupField::field)
                .containsExactly(Field.USER_ID, Field.SESSION_ID);
        assertThat(correlation.isGrowing()).isFalse();
    }

    @Test
    void cost_isInDollars() {
        var condition = parsed("""
                type: value_sum
                rules: [11111111-2222-4333-8444-555555555556]
                group-by: [userEmail]
                timespan: 1h
                condition: {field: cost_usd, gte: 2.5}
                """).condition();

        assertThat(condition.min()).isEqualTo(2_500_000_000L);
    }

    @Test
    void temporal_needsAllRulesUnlessTold() {
        assertThat(parsed("type: temporal\nrules: [many_failed, sensitive-path]\ngroup-by: [userId]\ntimespan: 1m")
                        .condition()
                        .min())
                .isEqualTo(2);
        assertThat(parsed("type: temporal\nrules: [many_failed, sensitive-path]\ngroup-by: [userId]\ntimespan: 1m\n"
                                + "condition: {gte: 1}")
                        .condition()
                        .min())
                .isOne();
    }

    @Test
    void whatIsNotSupported_isRefusedByNameFileAndLine() {
        var start = "rules: [many_failed]\ngroup-by: [userId]\ntimespan: 1m\n";
        refused(start + "type: value_percentile\ncondition: {gte: 1}", "the correlation type 'value_percentile'");
        refused(start + "type: event_count\ncondition: {gte: 1}\nwindow: tumbling", "'window' is not supported");
        refused(start + "type: temporal\ncondition: many_failed and other", "extended conditions");
        refused(start + "type: event_count\ncondition: {between: 3}", "'between' is not supported");
        refused(start + "type: event_count\ncondition: {field: target, gte: 3}", "'field' has to stand");
        refused(start + "type: value_count\ncondition: {gte: 3}", "'field' has to stand");
        refused(start + "type: value_sum\ncondition: {field: target, gte: 3}", "not a field with a number");
        refused(start + "type: event_count\ncondition: {gte: 100000}", "from 0 to 5000");
        refused(start + "type: event_count\ncondition: {gt: 5, lt: 3}", "nothing can fulfil");
        refused(start + "type: event_count", "'condition' is missing");
        refused("type: event_count\nrules: [none]\ngroup-by: [userId]\ntimespan: 1m\ncondition: {gte: 1}", "'none'");
        refused(
                "type: event_count\nrules: [many_failed]\ngroup-by: [content]\ntimespan: 1m\ncondition: {gte: 1}",
                "'content' is not a field");
        refused(
                "type: event_count\nrules: [many_failed]\ngroup-by: [userId]\ntimespan: 1h30\ncondition: {gte: 1}",
                "not a number with one of s, m, h, d");
        refused(
                "type: event_count\nrules: [many_failed]\ngroup-by: [userId]\ntimespan: 8d\ncondition: {gte: 1}",
                "not between 1s and 7d");
        refused("type: event_count\nrules: [own]\ngroup-by: [userId]\ntimespan: 1m\ncondition: {gte: 1}", "to itself");
    }

    private static void refused(String correlation, String reason) {
        assertThatThrownBy(() -> parsed(correlation)).isInstanceOfSatisfying(RuleException.class, refusal -> {
            assertThat(refusal.file()).isEqualTo("own.yml");
            assertThat(refusal.line()).isGreaterThan(4);
            assertThat(refusal.reason()).contains(reason);
        });
    }

    @Test
    void baseRule_mayNotAskForContentUnlessItIsARuleByItself() {
        var correlation =
                "type: event_count\nrules: [many_failed]\ngroup-by: [userId]\ntimespan: 1m\ncondition: {gte: 1}\n";
        var base = BASE.replace("outcome: failure", "prompt|contains: secret");

        assertThatThrownBy(() -> Seen.correlations(HEAD + correlation.indent(2) + base))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("own.yml")
                .hasMessageContaining("'generate: true'");
        assertThat(Seen.correlations(HEAD + (correlation + "generate: true\n").indent(2) + base)
                        .correlations())
                .hasSize(1);
    }
}
