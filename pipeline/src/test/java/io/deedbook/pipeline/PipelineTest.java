// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.detect.Scanner;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.pipeline.policy.AckLevel;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.EventBatch;
import io.deedbook.pipeline.policy.LoggingLevel;
import io.deedbook.pipeline.policy.PolicySummary;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.pipeline.rule.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final RuleSet RULES = RuleSet.builtIn();
    private static final List<Event> EVENTS =
            Fixture.all().stream().flatMap(fixture -> fixture.events().stream()).toList();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Pipeline pipeline = new Pipeline(new Sealer(), new PipelineMetrics(registry));

    @Test
    void process_makesOneRecordOfEveryCapturedEvent() {
        var records = records(EVENTS, LoggingLevel.FULL, DetectorEngine.builtIn());

        assertThat(records).hasSameSizeAs(EVENTS);
        assertThat(records).allSatisfy(made -> {
            assertThat(made.text(Field.RISK)).isNotNull();
            assertThat(made.text(Field.ACTION)).isNotNull();
            assertThat(made.leaf()).hasSizeLessThan(Leaf.BYTES_MAX);
        });
        assertThat(registry.counter("deedbook.pipeline.unprocessed").count()).isZero();
        assertThat(registry.counter("deedbook.pipeline.withheld").count()).isZero();
        assertThat(registry.get("deedbook.pipeline.records").counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum())
                .isEqualTo(EVENTS.size());
    }

    @Test
    void process_letsNoSecretOfTheCapturedEventsThrough() {
        for (var made : records(EVENTS, LoggingLevel.FULL, DetectorEngine.builtIn())) {
            assertThat(everythingIn(made))
                    .doesNotContain("4111 1111 1111 1111")
                    .doesNotContain("4111111111111111")
                    .doesNotContain("078-05-1120")
                    .doesNotContain("AKIAIOSFODNN7EXAMPLE");
            if (!"jane.doe@example.com".equals(made.text(Field.USER_EMAIL))) {
                assertThat(made.text(Field.USER_EMAIL)).isNull();
            }
            assertThat(withoutIdentity(made)).doesNotContain("jane.doe@example.com");
        }
    }

    @Test
    void process_stopsBetweenEventsOnceTheDeadlineHasPassed() {
        var now = new AtomicLong();
        var slow = new Pipeline(new Sealer(), new PipelineMetrics(registry), now::getAndIncrement);
        var batch = new EventBatch(EVENTS.subList(0, 100), brokenPolicy(), 7, 3);

        assertThatThrownBy(() -> slow.process(batch))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.TOO_LATE));
        // the clock is asked once at the start, and before each 32 events
        assertThat(registry.counter("deedbook.pipeline.unprocessed").count()).isEqualTo(96);
    }

    @Test
    void process_givesTheSameForAnyCutOfABatch() {
        var whole = records(EVENTS, LoggingLevel.FULL, DetectorEngine.builtIn());
        var oneByOne = EVENTS.stream()
                .flatMap(event -> records(List.of(event), LoggingLevel.FULL, DetectorEngine.builtIn()).stream())
                .toList();

        assertThat(oneByOne).hasSameSizeAs(whole);
        for (var index = 0; index < whole.size(); index++) {
            assertThat(oneByOne.get(index).values()).isEqualTo(whole.get(index).values());
            assertThat(oneByOne.get(index).contentJson())
                    .isEqualTo(whole.get(index).contentJson());
            assertThat(oneByOne.get(index).attributesJson())
                    .isEqualTo(whole.get(index).attributesJson());
        }
    }

    @Test
    void process_withholdsContentWhereDetectionFails() {
        Scanner broken = text -> {
            throw new IllegalStateException(text);
        };
        var records = records(EVENTS, LoggingLevel.FULL, broken);

        assertThat(records).hasSameSizeAs(EVENTS).allSatisfy(made -> {
            assertThat(made.text(Field.CONTENT_STATE)).isEqualTo("withheld");
            assertThat(made.contentJson()).isNull();
            assertThat(everythingIn(made)).doesNotContain("4111 1111").doesNotContain("Jane");
        });
        assertThat(registry.counter("deedbook.pipeline.withheld").count()).isEqualTo(EVENTS.size());
    }

    @Test
    void process_putsAnEventOnRecordThatSetsOffABug() {
        var event = EVENTS.get(0);
        var batch = new EventBatch(List.of(event), brokenPolicy(), 7, Long.MAX_VALUE);

        var made = pipeline.process(batch).records().get(0);

        assertThat(made.text(Field.EVENT)).isEqualTo(Pipeline.UNPROCESSED);
        assertThat(made.text(Field.RISK)).isEqualTo("high");
        assertThat(made.text(Field.CONTENT_STATE)).isEqualTo("withheld");
        assertThat(made.list(Field.RULES)).containsExactly(Pipeline.UNPROCESSED);
        assertThat(registry.counter("deedbook.pipeline.unprocessed").count()).isEqualTo(1);
    }

    @Test
    void minimal_keepsLengthsAndNoTarget() {
        var records = records(EVENTS, LoggingLevel.MINIMAL, DetectorEngine.builtIn());

        assertThat(records).hasSameSizeAs(EVENTS).allSatisfy(made -> {
            assertThat(made.text(Field.TARGET)).isNull();
            if (made.contentJson() != null) {
                assertThat(made.contentJson()).matches("\\{(\"[^\"]+\":\\d+,?)*}");
            }
        });
    }

    @Test
    void standard_keepsTheContentOfWhatIsAtMediumRiskOrAbove() {
        var records = records(EVENTS, LoggingLevel.STANDARD, DetectorEngine.builtIn());

        assertThat(records).anySatisfy(made -> {
            assertThat(made.text(Field.RISK)).isNotEqualTo("low");
            assertThat(made.text(Field.CONTENT_STATE)).isEqualTo("redacted");
        });
        assertThat(records)
                .filteredOn(made -> "low".equals(made.text(Field.RISK)))
                .allSatisfy(made -> assertThat(String.valueOf(made.contentJson()))
                        .matches("null|\\{(\"target\":\"([^\"\\\\]|\\\\.)*\"|\"[^\"]+\":\\d+|,)*}"));
    }

    private List<SealedRecord> records(List<Event> events, LoggingLevel level, Scanner scanner) {
        var records = new ArrayList<SealedRecord>();
        var policy = policy(level, scanner);
        for (var from = 0; from < events.size(); from += EventBatch.EVENTS_MAX) {
            var part = events.subList(from, Math.min(events.size(), from + EventBatch.EVENTS_MAX));
            records.addAll(pipeline.process(new EventBatch(part, policy, 7, Long.MAX_VALUE))
                    .records());
        }
        return records;
    }

    private static CompiledPolicy policy(LoggingLevel level, Scanner scanner) {
        return new CompiledPolicy(
                new Tenant(1, "t"),
                "payments",
                "v1",
                level,
                AckLevel.COMMITTED,
                new Redactor(scanner, new TokenKey(new byte[32])),
                RULES,
                CorrelationSet.of(RULES),
                PolicySummary.NONE);
    }

    /** A policy whose redactor is not there: the plainest bug there can be. */
    private static CompiledPolicy brokenPolicy() {
        return new CompiledPolicy(
                new Tenant(1, "t"),
                null,
                "v1",
                LoggingLevel.FULL,
                AckLevel.COMMITTED,
                null,
                RULES,
                CorrelationSet.of(RULES),
                PolicySummary.NONE);
    }

    private static String everythingIn(SealedRecord made) {
        return Arrays.toString(made.values())
                + made.contentJson()
                + made.attributesJson()
                + new String(made.leaf(), UTF_8);
    }

    private static String withoutIdentity(SealedRecord made) {
        var values = made.values().clone();
        values[Field.USER_EMAIL.ordinal()] = null;
        return Arrays.toString(values) + made.contentJson() + made.attributesJson() + new String(made.leaf(), UTF_8);
    }
}
