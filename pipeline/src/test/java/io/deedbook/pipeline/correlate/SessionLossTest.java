// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SessionLossTest {
    private static final CorrelationSet SET = CorrelationSet.builtIn();
    private static final long MINUTE = 60_000;

    private final List<Observed> records = new ArrayList<>();

    private void event(String session, long sequence, long millis, String event, String action) {
        records.add(Seen.at(
                records.size(),
                millis,
                Field.SESSION_ID,
                session,
                Field.USER_ID,
                "user",
                Field.SEQUENCE,
                sequence,
                Field.EVENT,
                event,
                Field.ACTION,
                action));
    }

    private void events(String session, long from, long to, long millis) {
        for (var sequence = from; sequence <= to; sequence++) {
            event(session, sequence, millis + sequence * 10, "plugin_loaded", "plugin");
        }
    }

    private List<String> explanations() {
        return Seen.conclusions(SET, records).stream()
                .map(Conclusion::explanation)
                .toList();
    }

    @Test
    void gap_isNamedWithItsNumbers() {
        events("s", 0, 3, 0);
        events("s", 7, 9, 0);

        assertThat(Seen.conclusions(SET, records)).singleElement().satisfies(conclusion -> {
            assertThat(conclusion.rule().slug()).isEqualTo("sequence-gap");
            assertThat(conclusion.indexes()).containsExactly(3L, 4L);
            assertThat(conclusion.explanation()).isEqualTo("3 events of one session never came: event.sequence 4–6.");
        });
    }

    @Test
    void gap_isNoGapWhenTheMissingComesInTime() {
        var evaluation = Seen.evaluation(SET);
        events("s", 0, 1, 0);
        event("s", 4, 100, "plugin_loaded", "plugin");
        assertThat(evaluation.observe(records)).isEmpty();
        assertThat(evaluation.due()).isEqualTo(Seen.START + TimeUnit.SECONDS.toNanos(120));
        assertThat(evaluation.advance(evaluation.due() - 1)).isEmpty();
        records.clear();
        event("s", 3, 90, "plugin_loaded", "plugin");
        event("s", 2, 80, "plugin_loaded", "plugin");
        evaluation.observe(records);

        assertThat(evaluation.advance(evaluation.due())).isEmpty();
    }

    @Test
    void missingBeginning_isAGap() {
        events("s", 3, 5, 0);

        assertThat(explanations()).containsExactly("3 events of one session never came: event.sequence 0–2.");
    }

    @Test
    void resumedSession_goesOnBehindItsThrowAwaySession() {
        events("s", 0, 20, 0);
        events("throw-away", 0, 4, 60 * MINUTE);
        events("s", 5, 9, 60 * MINUTE);

        assertThat(explanations()).isEmpty();
    }

    @Test
    void resumedSession_withAHigherNumberThanItHadGoesOnToo() {
        events("s", 0, 3, 0);
        events("other", 0, 30, 60 * MINUTE);
        events("s", 31, 40, 60 * MINUTE);

        assertThat(explanations()).isEmpty();
    }

    @Test
    void resumedSession_withoutItsThrowAwaySessionHasAGap() {
        events("s", 0, 20, 0);
        events("s", 5, 9, 60 * MINUTE);

        assertThat(explanations()).containsExactly("5 events of one session never came: event.sequence 0–4.");
    }

    @Test
    void repeatedRecords_areNoGap() {
        events("s", 0, 5, 0);
        events("s", 2, 3, 0);

        assertThat(explanations()).isEmpty();
    }

    @Test
    void hostileNumbers_areNoTrouble() {
        event("s", Long.MAX_VALUE, 0, "x", "other");
        event("s", -5, 1, "x", "other");
        LongStream.range(0, 500).forEach(number -> event("t", number * 1_000_003, number, "x", "other"));

        assertThat(Seen.conclusions(SET, records)).hasSize(2);
    }

    @Test
    void promptWithoutAnswer_isNoticedAfterHalfAnHour() {
        var evaluation = Seen.evaluation(SET);
        events("s", 0, 4, 0);
        event("s", 5, 100, "user_prompt", "user_prompt");
        evaluation.observe(records);
        var quiet = Seen.START + TimeUnit.MILLISECONDS.toNanos(1_100) + SessionLoss.QUIET_NANOS;

        assertThat(evaluation.advance(quiet - 1)).isEmpty();
        assertThat(evaluation.advance(quiet)).singleElement().satisfies(conclusion -> {
            assertThat(conclusion.rule().slug()).isEqualTo("session-without-end");
            assertThat(conclusion.indexes()).containsExactly(5L);
        });
        assertThat(evaluation.advance(2 * quiet)).isEmpty();
    }

    @Test
    void answeredPrompt_isAnEnd() {
        events("s", 0, 4, 0);
        event("s", 5, 100, "user_prompt", "user_prompt");
        event("s", 6, 200, "api_request", "api_request");

        assertThat(explanations()).isEmpty();
    }

    @Test
    void endsThatClientsTell_areEnds() {
        events("s", 0, 4, 0);
        event("s", 5, 100, "user_prompt", "user_prompt");
        records.add(Seen.at(
                6,
                200,
                Field.SESSION_ID,
                "s",
                Field.SEQUENCE,
                6L,
                Field.SIGNAL,
                "log",
                Field.EVENT,
                "hook_execution_start",
                Field.OPERATION,
                "SessionEnd"));

        assertThat(explanations()).isEmpty();
    }

    @Test
    void promptThatIsACommand_needsNoAnswer() {
        events("s", 0, 4, 0);
        records.add(Seen.at(
                5,
                200,
                Field.SESSION_ID,
                "s",
                Field.SEQUENCE,
                5L,
                Field.ACTION,
                "user_prompt",
                Field.EVENT,
                "user_prompt",
                Field.TARGET,
                "help"));

        assertThat(explanations()).isEmpty();
    }

    @Test
    void toolWithoutResult_isNoticed() {
        events("s", 0, 4, 0);
        records.add(Seen.at(
                5,
                100,
                Field.SESSION_ID,
                "s",
                Field.SEQUENCE,
                5L,
                Field.ACTION,
                "tool_decision",
                Field.DECISION,
                "accept"));
        event("s", 6, 101, "api_request", "api_request");

        assertThat(explanations()).singleElement().asString().contains("let a tool run and never told its result");
    }

    @Test
    void rules_nameControlsThatThereAre() {
        var controls = RuleSet.builtIn().frameworks().stream()
                .flatMap(framework ->
                        framework.controls().keySet().stream().map(control -> framework.id() + ':' + control))
                .toList();

        assertThat(SessionLoss.RULES).allSatisfy(rule -> assertThat(controls).containsAll(rule.controls()));
    }

    @Test
    void budget_isKeptWhateverSessionsAndUsersAreCalled() {
        var budget = new EventBudget(1_000_000, 200_000);
        var evaluation = new LogEvaluation(SET, budget, 0);
        var name = "x".repeat(128);
        for (var number = 0; number < 20_000; number++) {
            // many sessions with long names, some with gaps in many processes, and a new user each time
            var session = number % 3 == 0 ? name : name + number;
            evaluation.observe(List.of(Seen.at(
                    number,
                    number,
                    Field.SESSION_ID,
                    session,
                    Field.USER_ID,
                    name + "u" + number,
                    Field.SEQUENCE,
                    (number * 7_919L) % 1_000)));
            assertThat(budget.sessions().heldBytes()).isLessThanOrEqualTo(200_000);
        }

        assertThat(budget.forgotten()).isGreaterThan(10_000);
        evaluation.close();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void budget_forgetsTheQuietestSessionFirst() {
        var evaluation = new LogEvaluation(SET, new EventBudget(1_000_000, 10_000), 0);
        for (var number = 0; number < 100; number++) {
            var quiet = Seen.at(2L * number, number, Field.SESSION_ID, "quiet-" + number, Field.SEQUENCE, 0L);
            var busy = Seen.at(2L * number + 1, number, Field.SESSION_ID, "busy", Field.SEQUENCE, (long) number);
            evaluation.observe(List.of(quiet, busy));
        }

        var next = List.of(
                Seen.at(200, 100, Field.SESSION_ID, "quiet-0", Field.SEQUENCE, 1L),
                Seen.at(201, 100, Field.SESSION_ID, "quiet-99", Field.SEQUENCE, 1L),
                Seen.at(202, 100, Field.SESSION_ID, "busy", Field.SEQUENCE, 100L));
        assertThat(evaluation.unknownSessions(next)).containsExactly("quiet-0");
    }
}
