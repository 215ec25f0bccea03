// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.pipeline.normalise.Normaliser;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.pipeline.rule.Rule;
import io.deedbook.pipeline.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuiltInCorrelationsTest {
    private static final CorrelationSet SET = CorrelationSet.builtIn();

    private final List<Observed> records = new ArrayList<>();

    private void add(long millis, Object... fieldsAndValues) {
        records.add(Seen.at(records.size(), millis, fieldsAndValues));
    }

    private List<String> found() {
        return Seen.conclusions(SET, records).stream()
                .map(conclusion -> conclusion.rule().slug())
                .toList();
    }

    private void decision(long millis, String decision, String source, String target) {
        add(
                millis,
                Field.SESSION_ID,
                "s",
                Field.EVENT,
                "tool_decision",
                Field.ACTION,
                "tool_decision",
                Field.TOOL_NAME,
                "Bash",
                Field.DECISION,
                decision,
                Field.DECISION_SOURCE,
                source,
                Field.TARGET,
                target);
    }

    @Test
    void ordinarySessions_giveNone() {
        var rules = RuleSet.builtIn();
        var redactor = new Redactor(DetectorEngine.builtIn(), new TokenKey(new byte[32]));
        for (var fixture : Fixture.all()) {
            for (var event : fixture.events()) {
                var draft = Normaliser.normalise(event, Long.MAX_VALUE);
                redactor.redact(draft);
                rules.judge(draft);
                records.add(new Observed(
                        records.size(),
                        draft.occurredUnixNanos() + 1_000_000_000L,
                        draft.occurredUnixNanos(),
                        draft.copyValues()));
            }
        }
        assertThat(records).hasSizeGreaterThan(300);

        assertThat(found()).allMatch("connector-result-then-sensitive-action"::equals);
        assertThat(Seen.conclusions(SET, records))
                .as("scripted sessions that run every tool within seconds")
                .hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void rejectedThenAutoApproved_isFoundForNearIdenticalCalls() {
        decision(0, "reject", "user_reject", "rm -rf ./build1");
        decision(60_000, "accept", "config", "rm -r -f build2/");

        assertThat(found()).containsExactly("rejected-then-auto-approved");
    }

    @Test
    void rejectedThenApproved_isNothingWhenAPersonDidOrTheCallIsAnother() {
        decision(0, "reject", "user_reject", "rm -rf build");
        decision(1_000, "accept", "user_temporary", "rm -rf build");
        decision(2_000, "accept", "config", "ls -la");
        decision(700_000, "accept", "config", "rm -rf build");
        add(701_000, Field.SESSION_ID, "s", Field.EVENT, "tool_result", Field.ACTION, "shell_command");

        assertThat(found()).isEmpty();
    }

    @Test
    void connectorResultThenSensitiveAction_isFound() {
        add(
                0,
                Field.SESSION_ID,
                "s",
                Field.EVENT,
                "tool_result",
                Field.ACTION,
                "connector_access",
                Field.OUTCOME,
                "success");
        add(
                9_000,
                Field.SESSION_ID,
                "s",
                Field.EVENT,
                "tool_result",
                Field.ACTION,
                "shell_command",
                Field.RISK,
                "critical",
                Field.RULES,
                List.of("destructive-command"));
        assertThat(found()).containsExactly("connector-result-then-sensitive-action");

        records.set(1, Seen.at(1, 11_000, copy(records.get(1))));
        assertThat(found()).isEmpty();
    }

    private static Object[] copy(Observed record) {
        var copy = new ArrayList<>();
        for (var field : Field.all()) {
            if (record.values()[field.ordinal()] != null) {
                copy.add(field);
                copy.add(record.values()[field.ordinal()]);
            }
        }
        return copy.toArray();
    }

    @Test
    void burstOfFileReads_countsDifferentFiles() {
        for (var file = 0; file < 99; file++) {
            read(file * 100L, "/srv/" + file);
            read(file * 100L + 50, "/srv/" + file);
        }
        assertThat(found()).isEmpty();

        read(10_000, "/srv/99");
        assertThat(found()).containsExactly("burst-of-file-reads");
    }

    private void read(long millis, String target) {
        add(millis, Field.SESSION_ID, "s", Field.EVENT, "tool_result", Field.ACTION, "file_read", Field.TARGET, target);
    }

    @Test
    void burstOfRejectedCalls_isFound() {
        for (var call = 0; call < 5; call++) {
            decision(call * 60_000L, "reject", "config", "curl " + call);
        }

        assertThat(found()).containsExactly("burst-of-rejected-calls");
    }

    @Test
    void manySessionsOfOneUser_areFound() {
        for (var session = 0; session < 10; session++) {
            add(
                    session * 60_000L,
                    Field.SESSION_ID,
                    "s" + session,
                    Field.USER_EMAIL,
                    "[email:0a1b2c]",
                    Field.EVENT,
                    "user_prompt",
                    Field.ACTION,
                    "user_prompt");
        }

        assertThat(found()).containsExactly("many-sessions-of-one-user");
    }

    @Test
    void costSpike_isFound() {
        for (var call = 0; call < 5; call++) {
            add(
                    call * 600_000L,
                    Field.SESSION_ID,
                    "s",
                    Field.EVENT,
                    "api_request",
                    Field.ACTION,
                    "api_request",
                    Field.COST_USD_NANOS,
                    call == 4 ? 9_999_999_999L : 10_000_000_000L);
        }
        assertThat(found()).isEmpty();

        add(
                2_500_000,
                Field.SESSION_ID,
                "s",
                Field.ACTION,
                "api_request",
                Field.EVENT,
                "api_request",
                Field.COST_USD_NANOS,
                1L);
        assertThat(Seen.conclusions(SET, records))
                .singleElement()
                .satisfies(conclusion -> assertThat(conclusion.explanation())
                        .contains("with a sum of 50 USD; the limit is gte 50 in 1 h"));
    }

    @Test
    void correlations_areWholeAndDocumented() throws IOException {
        var text = Files.readString(Path.of("..", "docs", "CORRELATIONS.md"));

        assertThat(SET.rules()).hasSize(8).allSatisfy(rule -> {
            assertThat(rule.description()).hasSizeGreaterThan(40);
            assertThat(rule.falsePositives()).isNotEmpty();
            assertThat(rule.references()).isNotEmpty();
            assertThat(rule.controls()).isNotEmpty();
            assertThat(text).contains(row(rule));
        });
    }

    private static String row(Rule rule) {
        return "| `" + rule.slug() + "` | " + rule.level().wireName() + " | " + rule.title() + " |";
    }
}
