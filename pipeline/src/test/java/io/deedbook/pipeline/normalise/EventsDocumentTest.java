// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Signal;
import io.deedbook.pipeline.record.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/EVENTS.md} says of names and actions is what the code does. */
final class EventsDocumentTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "..", "docs", "EVENTS.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (?:`([a-z_]+)`|(that of the tool)) \\|.*$");

    @Test
    void events_areAllInTheDocument() throws IOException {
        var rows = rows("## Events and spans");
        var toolCalls = rows.entrySet().stream()
                .filter(row -> row.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();

        assertThat(toolCalls)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                Actions.toolCall(Signal.LOGS, name, "") || Actions.toolCall(Signal.TRACES, name, ""))
                        .isTrue());
        rows.keySet().removeAll(toolCalls);
        assertThat(rows).isEqualTo(wireNames(Actions.BY_NAME));
    }

    @Test
    void tools_areAllInTheDocument() throws IOException {
        assertThat(rows("## Tools")).isEqualTo(wireNames(Tools.BY_NAME));
    }

    /** Name and action of each row of the section's table; the action is empty for tool calls. */
    private static Map<String, String> rows(String heading) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2) == null ? "" : row.group(2),
                        (first, second) -> {
                            throw new AssertionError("the same name twice");
                        },
                        TreeMap::new));
    }

    private static Map<String, String> wireNames(Map<String, Action> actions) {
        return actions.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().wireName()));
    }
}
