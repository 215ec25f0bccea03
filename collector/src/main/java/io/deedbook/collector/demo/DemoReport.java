// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.demo;

import io.deedbook.collector.audit.Counted;
import io.deedbook.collector.config.ClientSettings;
import io.deedbook.collector.server.FirstKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the demo says when it has replayed its samples: what came in, what became of it, and what to look at.
 *
 * @param url of the collector
 * @param keys that send and read
 * @param statuses how many requests were answered with which HTTP status
 * @param newRecords how many records the replay added
 * @param tally over the whole ledger
 * @param verification one line on the ledger
 * @param dataDir where everything is kept
 */
record DemoReport(
        String url,
        FirstKeys keys,
        Map<Integer, Integer> statuses,
        long newRecords,
        Tally tally,
        String verification,
        String dataDir) {
    private static final int TOP = 6;
    private static final String RULER = "─".repeat(78);

    String text() {
        var clients = new ClientSettings(url, keys.ingest());
        return """

                %1$s
                 Deedbook demo
                %1$s

                 Received   %2$s
                            %3$s
                 Redacted   %4$s
                 Flagged    %5$s
                 Rules      %6$s
                 Ledger     %7$s
                            kept in %8$s; the next start goes on from here

                %1$s
                 Look at it
                %1$s

                 Dashboard  %9$s/dashboard
                 Log in     %10$s

                 The API, for example what was done at high risk:

                   curl -s -H "Authorization: Bearer %10$s" \\
                     "%9$s/api/v1/records?risk=high&limit=5"

                %1$s
                 Send your own: Claude Code (environment)
                %1$s

                %11$s
                %1$s
                 Send your own: Cowork (Organization settings > Cowork)
                %1$s

                %12$s
                 Ctrl-C stops it.
                """.formatted(
                        RULER,
                        requests(),
                        records(),
                        counts(tally.redacted(), Integer.MAX_VALUE, "nothing"),
                        risks(),
                        counts(tally.rules(), TOP, "none"),
                        verification,
                        dataDir,
                        url,
                        keys.read(),
                        clients.claudeCodeEnvironment().indent(3),
                        clients.coworkFields().indent(3));
    }

    private String requests() {
        var sent = statuses.values().stream().mapToInt(Integer::intValue).sum();
        var accepted = statuses.getOrDefault(200, 0);
        return sent + " requests as captured from the real client (values invented), "
                + (accepted == sent ? "all accepted" : accepted + " accepted: " + statuses);
    }

    private String records() {
        var held = counts(tally.signals(), Integer.MAX_VALUE, "none");
        return newRecords == 0
                ? "0 new records: all of them were recognised as sent before; " + tally.records() + " held: " + held
                : Counted.of(newRecords, "new record") + "; " + tally.records() + " held: " + held;
    }

    private String risks() {
        var known = List.of("critical", "high", "medium", "low");
        return known.stream()
                .filter(tally.risks()::containsKey)
                .map(risk -> risk + " " + tally.risks().get(risk))
                .collect(Collectors.joining(" · "));
    }

    /** The largest first. */
    private static String counts(Map<String, Integer> counts, int most, String none) {
        if (counts.isEmpty()) {
            return none;
        }
        var largest = Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey());
        return counts.entrySet().stream()
                .sorted(largest)
                .limit(most)
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(" · "));
    }
}
