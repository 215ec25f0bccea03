// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import com.google.re2j.Pattern;
import io.deedbook.pipeline.detect.Category;
import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Outcome;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.shell.ShellScript;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something of a record that a rule can name: it yields the texts that stand there, none when it is absent. */
sealed interface RecordField
        permits AgentEventType,
                RecordField.AnyContent,
                RecordField.AnyOf,
                RecordField.Attribute,
                RecordField.Column,
                RecordField.Command,
                RecordField.Content,
                RecordField.Cost,
                RecordField.EventNames,
                RecordField.EveryText,
                RecordField.Member,
                RecordField.Pii,
                RecordField.PiiCategory,
                RecordField.Program,
                RecordField.Resource,
                RecordField.SimpleCommand,
                RecordField.RuleTags,
                RecordField.Success,
                RecordField.TargetOf,
                RecordField.Time {
    /** The most texts that one field yields. */
    int TEXTS_MAX = 4096;

    /** How deep lists and maps inside an attribute are followed. */
    int DEPTH_MAX = 8;

    void collect(RecordView view, List<String> into);

    /** A column. */
    record Column(Field field) implements RecordField {
        @Override
        @SuppressWarnings("unchecked")
        public void collect(RecordView view, List<String> into) {
            var value = view.draft().value(field);
            if (value instanceof String text) { // told sooner than an interface
                into.add(text);
            } else if (value instanceof List<?> entries) {
                into.addAll((List<String>) entries);
            } else if (value != null) {
                into.add(value.toString());
            }
        }
    }

    /** Content of one name, with what came under the same name and was numbered: {@code error}, {@code error#2}. */
    record Content(String name) implements RecordField {
        private static final char NUMBERED = '#';

        @Override
        public void collect(RecordView view, List<String> into) {
            for (var text : of(view.draft(), name)) {
                into.add(text);
            }
        }

        /** The texts of one name, mostly none or one. */
        static Collection<String> of(RecordDraft draft, String name) {
            var content = draft.content();
            var text = content.get(name);
            if (text == null) {
                return List.of();
            }
            var next = content.higherKey(name);
            if (next == null || !next.startsWith(name + NUMBERED)) {
                return List.of(text);
            }
            return content.subMap(name, true, name + (char) (NUMBERED + 1), false).entrySet().stream()
                    .filter(entry ->
                            entry.getKey().equals(name) || entry.getKey().startsWith(name + NUMBERED))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    /** All content. */
    record AnyContent() implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            for (var text : view.draft().content().values()) {
                into.add(text);
            }
        }
    }

    /** The types of what the detectors found. */
    record Pii() implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            into.addAll(view.draft().pii().keySet());
        }
    }

    /** The categories of what the detectors found; {@code other} for types that are not built in. */
    record PiiCategory() implements RecordField {
        private static final String OTHER = "other";

        @Override
        public void collect(RecordView view, List<String> into) {
            for (var type : view.draft().pii().keySet()) {
                into.add(DetectorEngine.categoryOf(type).map(Category::wireName).orElse(OTHER));
            }
        }
    }

    /** What a shell was told to run. */
    record Command() implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            into.addAll(view.scripts());
        }
    }

    /** Each command that the shell would run of what it was told, in one spelling ({@link ShellScript}). */
    record SimpleCommand() implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            for (var script : view.scripts()) {
                into.addAll(ShellScript.lines(script));
            }
        }
    }

    /**
     * The programs that the shell would start of what it was told, each as {@code /name}: the end of a path of which
     * the command says no more, or which the shell looks up.
     */
    record Program() implements RecordField {
        private static final String PIPELINE = "| ";

        @Override
        public void collect(RecordView view, List<String> into) {
            for (var script : view.scripts()) {
                for (var line : ShellScript.lines(script)) {
                    if (!line.startsWith(PIPELINE)) {
                        var end = line.indexOf(' ');
                        into.add('/' + (end < 0 ? line : line.substring(0, end)));
                    }
                }
            }
        }
    }

    /** What the resource said of the process and its machine, which stands in one attribute. */
    record Resource(String key) implements RecordField {
        private static final String HOLDER = "resource";

        @Override
        public void collect(RecordView view, List<String> into) {
            if (!view.mayHaveAttribute(HOLDER)) {
                return;
            }
            var attributes = view.draft().attributes();
            for (var position = 0; position < attributes.count(); position++) {
                if (attributes.key(position).equals(HOLDER)
                        && attributes.value(position) instanceof Value.Fields resource) {
                    var nested = resource.fields();
                    for (var at = 0; at < nested.count(); at++) {
                        if (nested.key(at).equals(key)) {
                            collectValue(nested.value(at), into, 0);
                        }
                    }
                }
            }
        }
    }

    /** A member of the JSON that stands in the content of one name: {@code toolInput.file_path}. */
    record Member(String content, List<String> path) implements RecordField {
        public Member {
            path = List.copyOf(path);
        }

        @Override
        public void collect(RecordView view, List<String> into) {
            for (var json : Content.of(view.draft(), content)) {
                var text = JsonMember.any(json, path);
                if (text != null) {
                    into.add(text);
                }
            }
        }
    }

    /** The names by which the clients call the event, all of which mean the same. */
    record EventNames() implements RecordField {
        private static final List<String> PREFIXES = List.of("claude_code.", "cowork.");

        @Override
        public void collect(RecordView view, List<String> into) {
            var name = view.draft().text(Field.EVENT);
            if (name != null) {
                into.add(name);
                PREFIXES.forEach(prefix -> into.add(prefix + name));
            }
        }
    }

    /** What the event said of its success, which the record tells as its outcome. */
    record Success() implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            var outcome = view.draft().text(Field.OUTCOME);
            if (Outcome.SUCCESS.wireName().equals(outcome)) {
                into.add("true");
            } else if (Outcome.FAILURE.wireName().equals(outcome)) {
                into.add("false");
            }
        }
    }

    /**
     * The cost in another unit than the record's.
     *
     * @param decimals how many digits of the nanodollars stand behind the point
     */
    record Cost(int decimals) implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            var nanos = view.draft().integer(Field.COST_USD_NANOS);
            if (nanos != null) {
                into.add(BigDecimal.valueOf(nanos, decimals).toPlainString());
            }
        }
    }

    /**
     * What something was done to, where it was done by one of these tools, or was one of these actions or events.
     *
     * @param hostOnly the host of the URL that it is
     */
    record TargetOf(Set<String> actions, Set<String> tools, Set<String> events, boolean hostOnly)
            implements RecordField {
        private static final Pattern HOST = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]{0,31}://([^/?#@]*@)?([^/:?#]+)");

        public TargetOf {
            actions = Set.copyOf(actions);
            tools = Set.copyOf(tools);
            events = Set.copyOf(events);
        }

        @Override
        public void collect(RecordView view, List<String> into) {
            var draft = view.draft();
            var target = draft.text(Field.TARGET);
            if (target == null
                    || !(has(actions, draft.text(Field.ACTION))
                            || has(tools, draft.text(Field.TOOL_NAME))
                            || has(events, draft.text(Field.EVENT)))) {
                return;
            }
            if (!hostOnly) {
                into.add(target);
                return;
            }
            var host = HOST.matcher(target);
            if (host.find()) {
                into.add(host.group(2));
            }
        }

        private static boolean has(Set<String> names, @Nullable String name) {
            return name != null && names.contains(name);
        }
    }

    /** When it happened, by the client's clock or by ours, as RFC 3339 text in UTC. */
    record Time(boolean received) implements RecordField {
        private static final long NANOS_PER_SECOND = 1_000_000_000L;

        @Override
        public void collect(RecordView view, List<String> into) {
            var draft = view.draft();
            var nanos = received ? draft.receivedUnixNanos() : draft.occurredUnixNanos();
            into.add(Instant.ofEpochSecond(
                            Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND))
                    .toString());
        }
    }

    /** Everything that came under one attribute key and has no column. */
    record Attribute(String key) implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            if (!view.mayHaveAttribute(key)) {
                return;
            }
            var attributes = view.draft().attributes();
            for (var position = 0; position < attributes.count(); position++) {
                if (attributes.key(position).equals(key)) {
                    collectValue(attributes.value(position), into, 0);
                }
            }
        }
    }

    /** The tags of the rules that matched; known to controls only. */
    record RuleTags() implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            into.addAll(view.ruleTags());
        }
    }

    /** Whichever of several fields has a value. */
    record AnyOf(List<RecordField> fields) implements RecordField {
        @Override
        public void collect(RecordView view, List<String> into) {
            for (var index = 0; index < fields.size(); index++) {
                fields.get(index).collect(view, into);
            }
        }
    }

    /**
     * All text of the record but the judgement on it, in which keywords are looked for; numbers have fields of their
     * own.
     */
    record EveryText() implements RecordField {
        private static final List<Field> COLUMNS = Field.all().stream()
                .filter(field -> field.type() != Field.Type.INTEGER)
                .filter(field -> field != Field.RISK && field != Field.RULES && field != Field.CONTROLS)
                .toList();

        @Override
        public void collect(RecordView view, List<String> into) {
            for (var field : COLUMNS) {
                new Column(field).collect(view, into);
            }
            into.addAll(view.draft().content().values());
            var attributes = view.draft().attributes();
            for (var position = 0; position < attributes.count(); position++) {
                collectValue(attributes.value(position), into, 0);
            }
        }
    }

    private static void collectValue(Value value, List<String> into, int depth) {
        if (depth > DEPTH_MAX || into.size() >= TEXTS_MAX) {
            return;
        }
        if (value instanceof Value.Text text) {
            into.add(text.text());
        } else if (value instanceof Value.Int integer) {
            into.add(Long.toString(integer.number()));
        } else if (value instanceof Value.Decimal decimal) {
            into.add(Double.toString(decimal.number()));
        } else if (value instanceof Value.Bool bool) {
            into.add(Boolean.toString(bool.truth()));
        } else if (value instanceof Value.Items items) {
            items.items().forEach(item -> collectValue(item, into, depth + 1));
        } else if (value instanceof Value.Fields fields) {
            var attributes = fields.fields();
            for (var position = 0; position < attributes.count(); position++) {
                collectValue(attributes.value(position), into, depth + 1);
            }
        }
    }
}
