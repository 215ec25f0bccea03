// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.collector.api.FindingContent;
import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.rule.Rule;
import io.deedbook.pipeline.rule.RuleSet;
import io.deedbook.storage.read.StoredRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prepares records for the templates. Thread-safe. */
final class RecordViews {
    private static final int SUMMARY_CHARS_MAX = 160;
    private static final int PASSAGE_CHARS_MAX = 100_000;
    private static final int NANOS_DIGITS = 9;
    private static final String UNKNOWN = "other";

    private static final Pattern RECORD_ID = Pattern.compile("[0-9a-f]{32}");

    private static final Map<String, List<Field>> GROUPS = groups();
    private static final Map<Field, String> FILTERS = Map.of(
            Field.USER_EMAIL, "user",
            Field.TEAM, "team",
            Field.TOOL_NAME, "tool",
            Field.CONNECTOR, "connector",
            Field.MODEL, "model",
            Field.PROMPT_ID, "prompt",
            Field.EVENT, "event");

    private static final Map<String, Rule> CORRELATIONS = CorrelationSet.builtIn().rules().stream()
            .collect(Collectors.toMap(Rule::slug, Function.identity(), (first, second) -> first));

    private final Map<String, Rule> rules;

    RecordViews(RuleSet rules) {
        this.rules = rules.rules().stream()
                .collect(Collectors.toMap(Rule::slug, Function.identity(), (first, second) -> first));
    }

    List<RecordRow> rows(List<StoredRecord> records) {
        return records.stream().map(this::row).toList();
    }

    RecordRow row(StoredRecord record) {
        var session = record.text(Field.SESSION_ID);
        return new RecordRow(
                record.index(),
                Links.record(record.id()),
                Moment.of(record.occurredUnixNanos()),
                label(record.text(Field.SURFACE)),
                isFinding(record) ? "Finding" : label(record.text(Field.ACTION)),
                Highlight.spans(cut(summary(record), SUMMARY_CHARS_MAX)),
                user(record),
                session == null ? null : Links.session(session),
                Objects.requireNonNullElse(record.text(Field.RISK), "low"),
                label(Objects.requireNonNullElse(record.text(Field.OUTCOME), "none")),
                record.list(Field.RULES));
    }

    /** The page of one record. */
    RecordPageView page(Chrome chrome, StoredRecord record) {
        var link = Links.record(record.id());
        return new RecordPageView(
                chrome,
                row(record),
                Moment.of(record.receivedUnixNanos()),
                facts(record),
                record.list(Field.RULES).stream().map(this::note).toList(),
                record.list(Field.CONTROLS).stream()
                        .map(control -> new Count(control, control, 1, Links.filtered("control", control)))
                        .toList(),
                record.pii().entrySet().stream()
                        .map(found -> new Count(
                                found.getKey(),
                                label(found.getKey()),
                                found.getValue(),
                                Links.filtered("pii", found.getKey())))
                        .toList(),
                contentNote(record.contentState()),
                isFinding(record) ? behind(record) : List.of(),
                ContentTexts.of(record.contentJson()).entrySet().stream()
                        .filter(text -> !isFinding(record) || !text.getKey().equals("records"))
                        .map(text -> passage(passageName(text.getKey()), text.getValue()))
                        .toList(),
                record.attributesJson() == null ? null : attributes(record.attributesJson()),
                record.id(),
                HexFormat.of().formatHex(record.leafHash()),
                link + "/proof",
                link + "/json");
    }

    /** The records that made a finding. */
    private static List<Count> behind(StoredRecord record) {
        return FindingContent.of(record).records().stream()
                .filter(id -> RECORD_ID.matcher(id).matches())
                .map(id -> new Count(id, id.substring(0, 8) + '…', 1, Links.record(id)))
                .toList();
    }

    private List<FactGroup> facts(StoredRecord record) {
        return GROUPS.entrySet().stream()
                .map(group -> new FactGroup(
                        group.getKey(),
                        group.getValue().stream()
                                .flatMap(field -> fact(record, field))
                                .toList()))
                .filter(group -> !group.facts().isEmpty())
                .toList();
    }

    private static Stream<Fact> fact(StoredRecord record, Field field) {
        var value = value(record, field);
        if (value == null) {
            return Stream.empty();
        }
        var filter = FILTERS.get(field);
        var href = field == Field.SESSION_ID
                ? Links.session(value)
                : filter == null ? null : Links.filtered(filter, value);
        return Stream.of(new Fact(factName(field), Highlight.spans(value), href));
    }

    private static @Nullable String value(StoredRecord record, Field field) {
        return switch (field.type()) {
            case TEXT -> record.text(field);
            case LIST -> record.list(field).isEmpty() ? null : String.join(", ", record.list(field));
            case INTEGER -> number(field, record.integer(field));
        };
    }

    private static @Nullable String number(Field field, @Nullable Long number) {
        if (number == null) {
            return null;
        }
        return switch (field) {
            case COST_USD_NANOS ->
                BigDecimal.valueOf(number, NANOS_DIGITS).stripTrailingZeros().toPlainString() + " USD";
            case DURATION_MS -> number + " ms";
            case TRUNCATED -> number == 0 ? null : "yes";
            default -> Long.toString(number);
        };
    }

    private static String factName(Field field) {
        return switch (field) {
            case COST_USD_NANOS -> "Cost";
            case DURATION_MS -> "Duration";
            default -> label(field.column());
        };
    }

    private RuleNote note(String slug) {
        var rule = rules.getOrDefault(slug, CORRELATIONS.get(slug));
        var href = Links.filtered("rule", slug);
        return rule == null
                ? new RuleNote(slug, slug, "This version does not know the rule.", null, href)
                : new RuleNote(
                        slug, rule.title(), rule.description(), rule.level().wireName(), href);
    }

    private static boolean isFinding(StoredRecord record) {
        return Kind.FINDING.wireName().equals(record.text(Field.KIND));
    }

    private static String summary(StoredRecord record) {
        if (isFinding(record)) {
            var finding = FindingContent.of(record);
            return finding.explanation().isEmpty() ? finding.title() : finding.title() + ": " + finding.explanation();
        }
        var target = record.text(Field.TARGET);
        if (target != null) {
            return target;
        }
        var texts = ContentTexts.of(record.contentJson());
        return Stream.of(
                        texts.get("prompt"),
                        texts.get("response"),
                        connector(record),
                        record.text(Field.TOOL_NAME),
                        texts.get("error"),
                        record.text(Field.MODEL),
                        record.text(Field.EVENT))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static @Nullable String connector(StoredRecord record) {
        var connector = record.text(Field.CONNECTOR);
        var operation = record.text(Field.OPERATION);
        return connector == null || operation == null ? connector : connector + " · " + operation;
    }

    private static @Nullable String user(StoredRecord record) {
        return Stream.of(Field.USER_EMAIL, Field.USER_ACCOUNT_UUID, Field.USER_ACCOUNT_ID, Field.USER_ID)
                .map(record::text)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A session's records in their order, a group each time the prompt changes. */
    List<PromptGroup> byPrompt(List<StoredRecord> records) {
        var groups = new LinkedHashMap<String, List<StoredRecord>>();
        for (var record : records) {
            var prompt = Objects.requireNonNullElse(record.text(Field.PROMPT_ID), "");
            groups.computeIfAbsent(prompt, any -> new ArrayList<>()).add(record);
        }
        return groups.entrySet().stream()
                .sorted(Comparator.comparingLong(
                        group -> group.getValue().get(0).index()))
                .map(group -> group.getKey().isEmpty()
                        ? new PromptGroup(null, "Outside of prompts", rows(group.getValue()))
                        : new PromptGroup(group.getKey(), "Prompt", rows(group.getValue())))
                .toList();
    }

    /** {@code shell_command} as people write it; names of products as their maker does. */
    static String label(@Nullable String name) {
        var plain = Objects.requireNonNullElse(name, UNKNOWN);
        return switch (plain) {
            case "claude_code" -> "Claude Code";
            case "claude_code_desktop" -> "Claude Code Desktop";
            case "claude_desktop" -> "Claude Desktop";
            case "claude_platform" -> "Claude Platform";
            case "" -> "";
            default ->
                Character.toUpperCase(plain.charAt(0)) + plain.substring(1).replace('_', ' ');
        };
    }

    private static String contentNote(@Nullable String state) {
        return switch (Objects.requireNonNullElse(state, "absent")) {
            case "redacted" -> "Kept, with everything that was found replaced by tokens.";
            case "lengthOnly" -> "Only lengths were kept: the logging level keeps no content of such an event.";
            case "withheld" -> "Withheld: detection failed for this record, so its content was not stored.";
            case "erased" -> "Erased, on request or because its time was over. The proof of the record still holds.";
            default -> "The event came without content.";
        };
    }

    /** Names that come from events stay as they are. */
    private static String passageName(String name) {
        return switch (name) {
            case ContentName.PROMPT_TEXT -> "Prompt text";
            case ContentName.TOOL_PARAMETERS -> "Tool parameters";
            case ContentName.TOOL_INPUT -> "Tool input";
            case ContentName.STATUS_MESSAGE -> "Status message";
            case ContentName.PROMPT,
                    ContentName.RESPONSE,
                    ContentName.OUTPUT,
                    ContentName.ERROR,
                    ContentName.BODY,
                    "target" -> label(name);
            default -> name;
        };
    }

    private static Passage attributes(String json) {
        return passage("Attributes", json);
    }

    private static Passage passage(String name, String text) {
        return new Passage(name, Highlight.spans(cut(text, PASSAGE_CHARS_MAX)), text.length() > PASSAGE_CHARS_MAX);
    }

    private static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(charsMax - 2)) ? charsMax - 2 : charsMax - 1;
        return text.substring(0, end) + '…';
    }

    private static Map<String, List<Field>> groups() {
        var groups = new LinkedHashMap<String, List<Field>>();
        groups.put(
                "What",
                List.of(
                        Field.EVENT,
                        Field.TOOL_NAME,
                        Field.CONNECTOR,
                        Field.OPERATION,
                        Field.TARGET,
                        Field.DECISION,
                        Field.DECISION_SOURCE,
                        Field.PERMISSION_MODE,
                        Field.DURATION_MS,
                        Field.AGENT_ID,
                        Field.AGENT_VERSION,
                        Field.SIGNAL,
                        Field.TRUNCATED));
        groups.put(
                "Who",
                List.of(
                        Field.USER_EMAIL,
                        Field.TEAM,
                        Field.USER_ACCOUNT_UUID,
                        Field.USER_ACCOUNT_ID,
                        Field.USER_ID,
                        Field.ORGANIZATION_ID,
                        Field.WORKSPACE_PATHS));
        groups.put(
                "Thread",
                List.of(
                        Field.SESSION_ID,
                        Field.PROMPT_ID,
                        Field.SEQUENCE,
                        Field.TRACE_ID,
                        Field.SPAN_ID,
                        Field.PARENT_SPAN_ID,
                        Field.REQUEST_ID));
        groups.put(
                "Model and cost",
                List.of(
                        Field.MODEL,
                        Field.INPUT_TOKENS,
                        Field.OUTPUT_TOKENS,
                        Field.CACHE_READ_TOKENS,
                        Field.CACHE_CREATION_TOKENS,
                        Field.COST_USD_NANOS));
        return groups;
    }
}
