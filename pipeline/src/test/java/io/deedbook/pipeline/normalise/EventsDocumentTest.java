// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/EVENTS.md} are what the normaliser makes of the examples. To write them anew:
 * {@code mvn -pl pipeline test -Dtest=EventsDocumentTest -Ddeedbook.document=write}.
 */
final class EventsDocumentTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "..", "docs", "EVENTS.md");
    private static final String BEGIN = "<!-- made by EventsDocumentTest: %s -->";
    private static final String END = "<!-- end -->";

    /** On every record, or told by a column of its own. */
    private static final Set<Field> ELSEWHERE = EnumSet.of(
            Field.SURFACE,
            Field.SIGNAL,
            Field.EVENT,
            Field.ACTION,
            Field.OUTCOME,
            Field.AGENT_ID,
            Field.TARGET,
            Field.TRACE_ID,
            Field.SPAN_ID,
            Field.TRUNCATED);

    @Test
    void tables_areWhatTheCodeDoes() throws IOException {
        var document = Files.readString(DOCUMENT);
        var expected = replaced(replaced(document, "events", events()), "tools", tools());
        if ("write".equals(System.getProperty("deedbook.document"))) {
            Files.writeString(DOCUMENT, expected);
            return;
        }

        assertThat(document).isEqualTo(expected);
    }

    @Test
    void examples_haveEveryKnownName() {
        var examples = ExampleEvents.all().stream()
                .map(example -> EventName.of(example.name()).brief())
                .collect(Collectors.toSet());
        // alike in all but the name
        var twins = Set.of(
                "codex.websocket_connect",
                "codex.websocket_request",
                "codex.auth_recovery",
                "codex.plugin_install_suggestion",
                "gemini_cli.chat.content_retry_failure",
                "gemini_cli.chat_compression",
                "gemini_cli.extension_uninstall",
                "gemini_cli.extension_enable",
                "gemini_cli.extension_disable",
                "gemini_cli.extension_update",
                "gemini_cli.approval_mode_switch");

        assertThat(examples).doesNotHaveDuplicates();
        assertThat(Actions.BY_NAME.keySet())
                .allSatisfy(name -> assertThat(examples.contains(name) || twins.contains(name))
                        .as(name)
                        .isTrue());
    }

    private static String replaced(String document, String part, String made) {
        var begin = BEGIN.formatted(part);
        var start = document.indexOf(begin) + begin.length();
        return document.substring(0, start) + '\n' + made + document.substring(document.indexOf(END, start));
    }

    private static String events() {
        var sections = new LinkedHashMap<String, List<ExampleEvents.Example>>();
        ExampleEvents.all()
                .forEach(example -> sections.computeIfAbsent(example.heading(), heading -> new ArrayList<>())
                        .add(example));
        var out = new StringBuilder();
        sections.forEach((heading, examples) -> {
            out.append("\n### ").append(heading).append("\n\n");
            var columns = examples.get(0).signal().equals("metric")
                    ? List.of("metric", "action", "unit", "fields", "attributes")
                    : List.of("event", "action", "outcome", "target", "content", "other fields");
            out.append("| ").append(String.join(" | ", columns)).append(" |\n|");
            out.append(" --- |".repeat(columns.size())).append('\n');
            examples.forEach(example -> out.append(example.signal().equals("metric") ? point(example) : row(example))
                    .append('\n'));
        });
        return out.append('\n').toString();
    }

    private static String row(ExampleEvents.Example example) {
        var drafts = new LinkedHashMap<String, RecordDraft>();
        example.variants().forEach(variant -> drafts.put(variant.label(), Events.normalised(variant.event())));
        return "| `" + example.name() + "` | " + told(drafts, Field.ACTION) + " | " + told(drafts, Field.OUTCOME)
                + " | "
                + distinct(drafts, draft -> one(draft.text(Field.TARGET))) + " | "
                + distinct(drafts, draft -> draft.content().keySet()) + " | "
                + distinct(drafts, EventsDocumentTest::others) + " |";
    }

    private static String point(ExampleEvents.Example example) {
        var draft = Events.normalised(example.variants().get(0).event());
        var unit = draft.attributes().text("metric.unit");
        var attributes = IntStream.range(0, draft.attributes().count())
                .mapToObj(draft.attributes()::key)
                .filter(key -> !key.startsWith("metric."))
                .map(EventsDocumentTest::code)
                .collect(Collectors.joining(", "));
        assertThat(draft.attributes().get("metric.value")).isInstanceOf(Value.Decimal.class);
        return "| `" + example.name() + "` | " + code(draft.text(Field.ACTION)) + " | "
                + (unit == null ? "" : code(unit)) + " | "
                + others(draft).stream().map(EventsDocumentTest::code).collect(Collectors.joining(", ")) + " | "
                + attributes + " |";
    }

    /** The value, or each value with the example that has it. */
    private static String told(Map<String, RecordDraft> drafts, Field field) {
        var values = new LinkedHashMap<String, List<String>>();
        drafts.forEach((label, draft) -> values.computeIfAbsent(draft.text(field), value -> new ArrayList<>())
                .add(label));
        if (values.size() == 1) {
            return code(values.keySet().iterator().next());
        }
        return values.entrySet().stream()
                .map(entry -> code(entry.getKey()) + " where "
                        + entry.getValue().stream()
                                .map(EventsDocumentTest::code)
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String distinct(Map<String, RecordDraft> drafts, Function<RecordDraft, Iterable<String>> reader) {
        var all = new LinkedHashSet<String>();
        drafts.values().forEach(draft -> reader.apply(draft).forEach(all::add));
        return all.stream().map(EventsDocumentTest::code).collect(Collectors.joining(", "));
    }

    private static List<String> one(String text) {
        return text == null ? List.of() : List.of(text);
    }

    private static List<String> others(RecordDraft draft) {
        return Field.all().stream()
                .filter(field -> !ELSEWHERE.contains(field))
                .filter(field -> draft.value(field) != null)
                .map(Field::jsonName)
                .toList();
    }

    private static String tools() {
        var byAction = new LinkedHashMap<Action, Set<String>>();
        new TreeMap<>(Tools.BY_NAME)
                .forEach((name, action) -> byAction.computeIfAbsent(action, key -> new LinkedHashSet<>())
                        .add(name));
        var out = new StringBuilder("\n| action | tools |\n| --- | --- |\n");
        for (var action : Action.values()) {
            var names = byAction.get(action);
            if (names != null) {
                out.append("| ")
                        .append(code(action.wireName()))
                        .append(" | ")
                        .append(names.stream().map(EventsDocumentTest::code).collect(Collectors.joining(", ")))
                        .append(" |\n");
            }
        }
        return out.append('\n').toString();
    }

    private static String code(String text) {
        return '`' + Objects.requireNonNull(text).replace("|", "\\|") + '`';
    }
}
