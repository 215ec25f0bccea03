// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static CorrelationSet correlation(String type, String condition) {
        return Seen.correlations("""
                title: Own
                id: 11111111-2222-4333-8444-555555555555
                correlation:
                  type: %s
                  rules: [failed, slow]
                  group-by: [userId]
                  timespan: 1m
                  %s
                ---
                title: Failed
                id: 11111111-2222-4333-8444-555555555556
                name: failed
                logsource: {product: ai_agent}
                detection:
                  selection: {outcome: failure}
                  condition: selection
                ---
                title: Slow
                id: 11111111-2222-4333-8444-555555555557
                name: slow
                logsource: {product: ai_agent}
                detection:
                  selection: {'durationMs|gt': 1000}
                  condition: selection
                """.formatted(type, condition));
    }

    private static Observed failed(long index, long seconds) {
        return Seen.at(index, seconds * 1_000, Field.OUTCOME, "failure", Field.USER_ID, "u", Field.TARGET, "t" + index);
    }

    private static Observed slow(long index, long seconds) {
        return Seen.at(index, seconds * 1_000, Field.DURATION_MS, 2_000L, Field.USER_ID, "u");
    }

    @Test
    void eventCount_holdsAcrossBoundariesOfSlices() {
        var set = correlation("event_count", "condition: {gte: 3}");

        var conclusions = Seen.conclusions(set, List.of(failed(0, 50), failed(1, 61), failed(2, 110)));

        assertThat(conclusions).singleElement().satisfies(conclusion -> {
            assertThat(conclusion.indexes()).containsExactly(0L, 1L, 2L);
            assertThat(conclusion.told())
                    .isEqualTo("3 records within 1 min match failed or slow; the limit is gte 3 in 1 min."
                            + " In common: userId.");
        });
    }

    @Test
    void eventCount_leavesOutWhatIsTooFarApart() {
        var set = correlation("event_count", "condition: {gte: 3}");

        assertThat(Seen.conclusions(set, List.of(failed(0, 0), failed(1, 30), failed(2, 61))))
                .isEmpty();
        assertThat(Seen.conclusions(
                        set, List.of(failed(0, 0), failed(1, 1), Seen.at(2, 2_000, Field.OUTCOME, "failure"))))
                .as("no value to group by")
                .isEmpty();
    }

    @Test
    void burst_isReportedOnceASlice() {
        var set = correlation("event_count", "condition: {gte: 3}");
        var records = new ArrayList<Observed>();
        for (var second = 0; second < 180; second++) {
            records.add(failed(second, second));
        }

        assertThat(Seen.conclusions(set, records)).hasSize(3);
    }

    @Test
    void lateRecord_completesTheWindowThatItBelongsTo() {
        var set = correlation("event_count", "condition: {gte: 3}");
        var evaluation = Seen.evaluation(set);
        assertThat(evaluation.observe(List.of(failed(0, 10), failed(1, 20), failed(2, 200))))
                .isEmpty();

        assertThat(evaluation.observe(List.of(failed(3, 15))))
                .singleElement()
                .satisfies(conclusion -> assertThat(conclusion.indexes()).containsExactly(0L, 3L, 1L));
    }

    @Test
    void valueCount_countsDistinctValues() {
        var set = correlation("value_count", "condition: {field: target, gte: 2}");

        assertThat(Seen.conclusions(set, List.of(failed(0, 1), Seen.moved(failed(0, 2), 1))))
                .isEmpty();
        assertThat(Seen.conclusions(set, List.of(failed(0, 1), failed(1, 2)))).hasSize(1);
    }

    @Test
    void valueSum_addsUp() {
        var set = correlation("value_sum", "condition: {field: durationMs, gt: 3999}");

        assertThat(Seen.conclusions(set, List.of(slow(0, 1)))).isEmpty();
        assertThat(Seen.conclusions(set, List.of(slow(0, 1), slow(1, 30))))
                .singleElement()
                .satisfies(conclusion -> assertThat(conclusion.explanation()).contains("a sum of durationMs of 4000"));
    }

    @Test
    void temporalOrdered_needsTheOrder() {
        var set = correlation("temporal_ordered", "");

        assertThat(Seen.conclusions(set, List.of(slow(0, 1), failed(1, 2)))).isEmpty();
        assertThat(Seen.conclusions(set, List.of(slow(0, 1), failed(1, 2), slow(2, 3))))
                .singleElement()
                .satisfies(conclusion -> assertThat(conclusion.indexes()).containsExactly(1L, 2L));
    }

    @Test
    void temporal_takesAnyOrder() {
        var set = correlation("temporal", "");

        assertThat(Seen.conclusions(set, List.of(slow(0, 1), failed(1, 2)))).hasSize(1);
        assertThat(Seen.conclusions(set, List.of(slow(0, 1), slow(1, 2)))).isEmpty();
    }

    @Test
    void fewerThan_isSaidWhenTheSliceIsOver() {
        var set = correlation("event_count", "condition: {lt: 3}");
        var evaluation = Seen.evaluation(set);

        assertThat(evaluation.observe(List.of(failed(0, 1), failed(1, 2)))).isEmpty();
        assertThat(evaluation.due()).isEqualTo(Seen.START + TimeUnit.SECONDS.toNanos(120));
        assertThat(evaluation.advance(evaluation.due() - 1)).isEmpty();
        assertThat(evaluation.advance(evaluation.due()))
                .singleElement()
                .satisfies(conclusion -> assertThat(conclusion.indexes()).containsExactly(0L, 1L));
        assertThat(Seen.conclusions(set, List.of(failed(0, 1), failed(1, 2), failed(2, 3))))
                .isEmpty();
    }

    @Test
    void mean_isTakenWhenTheSliceIsOver() {
        var set = correlation("value_avg", "condition: {field: durationMs, gte: 2000}");

        assertThat(Seen.conclusions(set, List.of(slow(0, 1), slow(1, 2)))).hasSize(1);
    }

    @Test
    void budget_forgetsTheOldestGroupsAndSaysSo() {
        var budget = new EventBudget(20_000, 1_000_000);
        var evaluation = new LogEvaluation(correlation("event_count", "condition: {gte: 3}"), budget, 0);
        for (var group = 0; group < 100; group++) {
            evaluation.observe(List.of(Seen.at(group, group, Field.OUTCOME, "failure", Field.USER_ID, "u" + group)));
        }

        assertThat(budget.windows().heldBytes()).isLessThanOrEqualTo(20_000);
        assertThat(budget.forgotten()).isGreaterThan(70);
        evaluation.close();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void budget_countsWhatGroupsAreCalled() {
        var budget = new EventBudget(1_000_000, 1_000_000);
        var evaluation = new LogEvaluation(correlation("event_count", "condition: {gte: 3}"), budget, 0);
        for (var group = 0; group < 2_000; group++) {
            var user = "u".repeat(4_096) + group;
            evaluation.observe(List.of(Seen.at(group, group, Field.OUTCOME, "failure", Field.USER_ID, user)));
            assertThat(budget.windows().heldBytes()).isLessThanOrEqualTo(1_000_000);
        }

        assertThat(budget.windows().heldBytes()).isGreaterThan(900_000);
        assertThat(budget.forgotten()).isGreaterThan(1_800);
    }
}
