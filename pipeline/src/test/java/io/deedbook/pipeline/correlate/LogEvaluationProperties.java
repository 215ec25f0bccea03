// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is found depends on the records alone: not on how they are cut, in which order they came, nor on restarts. */
class LogEvaluationProperties {
    private static final CorrelationSet SET = Seen.correlations("""
            title: Burst
            id: 11111111-2222-4333-8444-555555555501
            correlation: {type: event_count, rules: [asked], group-by: [sessionId], timespan: 30s, condition: {gte: 4}}
            ---
            title: Spread
            id: 11111111-2222-4333-8444-555555555502
            correlation:
              {type: value_count, rules: [asked], group-by: [userId], timespan: 20s, condition: {field: sessionId, gte: 3}}
            ---
            title: Both
            id: 11111111-2222-4333-8444-555555555503
            correlation: {type: temporal, rules: [asked, ran], group-by: [sessionId], timespan: 3s}
            ---
            title: One then other
            id: 11111111-2222-4333-8444-555555555504
            correlation: {type: temporal_ordered, rules: [ran, asked], group-by: [userId], timespan: 5s}
            ---
            title: Much
            id: 11111111-2222-4333-8444-555555555505
            correlation:
              {type: value_sum, rules: [ran], group-by: [userId], timespan: 1m, condition: {field: durationMs, gt: 3000}}
            ---
            title: Asked
            id: 11111111-2222-4333-8444-555555555506
            name: asked
            logsource: {product: ai_agent}
            detection: {selection: {action: user_prompt}, condition: selection}
            ---
            title: Ran
            id: 11111111-2222-4333-8444-555555555507
            name: ran
            logsource: {product: ai_agent}
            detection: {selection: {durationMs|gte: 1}, condition: selection}
            """);

    /** Sessions whose records have times of their own, numbers with gaps, and arrive within ten seconds. */
    private static List<Observed> stream(Random random) {
        var records = new ArrayList<Observed>();
        for (var session = 0; session < 6; session++) {
            var millis = random.nextInt(60_000);
            for (var number = 0; number < 60; number++) {
                millis += random.nextInt(random.nextInt(20) == 0 ? 60_000 : 2_500);
                if (random.nextInt(25) == 0) {
                    continue;
                }
                var prompt = random.nextInt(3) == 0;
                records.add(Seen.received(
                        0,
                        millis,
                        millis + random.nextInt(10_000),
                        Field.SESSION_ID,
                        "s" + session,
                        Field.USER_ID,
                        "u" + session % 2,
                        Field.SEQUENCE,
                        (long) number,
                        Field.ACTION,
                        prompt ? "user_prompt" : "shell_command",
                        Field.EVENT,
                        prompt ? "user_prompt" : "tool_result",
                        Field.DURATION_MS,
                        prompt ? null : (long) random.nextInt(900)));
            }
        }
        return records;
    }

    /** The records as several collectors may have stored them: not quite in the order in which they were received. */
    private static List<Observed> stored(List<Observed> records, Random random) {
        var keys = new TreeMap<Long, Observed>();
        for (var record : records) {
            keys.put(
                    record.receivedUnixNanos() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(5_000)) + keys.size(),
                    record);
        }
        var stored = new ArrayList<Observed>();
        keys.values().forEach(record -> stored.add(Seen.moved(record, stored.size())));
        return stored;
    }

    /** The names of what was found: the key, or where that holds a place in the log the sentence. */
    private static void name(List<Conclusion> conclusions, Set<String> names) {
        for (var conclusion : conclusions) {
            var slug = conclusion.rule().slug();
            var name = slug
                    + ' '
                    + (slug.startsWith("se")
                            ? conclusion.explanation() + conclusion.common()
                            : HexFormat.of().formatHex(conclusion.key()));
            names.add(name);
        }
    }

    private static Set<String> found(List<Observed> stored, Random random, int batchMax, boolean restarts) {
        var names = new TreeSet<String>();
        var evaluation = Seen.evaluation(SET);
        for (var from = 0; from < stored.size(); ) {
            var to = Math.min(stored.size(), from + 1 + random.nextInt(batchMax));
            var batch = stored.subList(from, to);
            name(evaluation.observe(batch), names);
            var received = stored.subList(0, to).stream()
                    .map(Observed::receivedUnixNanos)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            name(evaluation.advance(received - TimeUnit.SECONDS.toNanos(10)), names);
            if (restarts && random.nextInt(4) == 0) {
                var clock = evaluation.clock();
                evaluation.close();
                evaluation = new LogEvaluation(SET, new EventBudget(128_000_000, 128_000_000), clock);
                evaluation.remember(stored.subList(0, to));
            }
            from = to;
        }
        name(evaluation.advance(Seen.START + TimeUnit.DAYS.toNanos(1)), names);
        return names;
    }

    @Property(tries = 20)
    void anyCutAndAnyRestart_findTheSame(@ForAll long seed) {
        var stored = stored(stream(new Random(seed)), new Random(seed + 1));

        var whole = found(stored, new Random(1), stored.size(), false);

        assertThat(whole).isNotEmpty();
        assertThat(found(stored, new Random(seed + 2), 40, false)).isEqualTo(whole);
        assertThat(found(stored, new Random(seed + 3), 40, true)).isEqualTo(whole);
        assertThat(found(stored, new Random(seed + 4), 1, true)).isEqualTo(whole);
    }

    @Property(tries = 20)
    void anyOrderOfArrival_findsTheSame(@ForAll long seed) {
        var records = stream(new Random(seed));

        var one = found(stored(records, new Random(seed + 1)), new Random(seed + 2), 30, false);
        var other = found(stored(records, new Random(seed + 3)), new Random(seed + 4), 30, false);

        assertThat(one).isEqualTo(other);
    }
}
