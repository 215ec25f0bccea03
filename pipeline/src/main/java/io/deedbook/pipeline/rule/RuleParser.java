// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Makes a compiled rule of a Sigma document.
 *
 * <p>Source: Sigma Rules Specification 2.1.0.
 */
final class RuleParser {
    private static final int TITLE_CHARS_MAX = 256;
    private static final int SLUG_CHARS_MAX = 64;
    private static final int SELECTIONS_MAX = 128;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9]+");
    private static final Pattern TAG = Pattern.compile("[a-z0-9_-]{1,64}(\\.[a-z0-9_-]{1,64}){1,8}");
    private static final String ACTION = "action";
    private static final Set<String> DOCUMENT_ACTIONS = Set.of("global", "reset", "repeat");
    private static final String DEPRECATED = "deprecated";
    private static final String UNSUPPORTED = "unsupported";
    private static final Set<String> STATUSES = Set.of("stable", "test", "experimental", DEPRECATED, UNSUPPORTED);
    private static final Map<String, Risk> LEVELS = Map.of(
            "informational", Risk.LOW,
            "low", Risk.LOW,
            "medium", Risk.MEDIUM,
            "high", Risk.HIGH,
            "critical", Risk.CRITICAL);

    private final Map<String, Framework> frameworks;
    private final Slots slots;
    private final Placeholders placeholders;

    /** A rule and what it looks for. */
    record Compiled(Rule rule, Expression expression) {}

    RuleParser(Map<String, Framework> frameworks, Slots slots, Placeholders placeholders) {
        this.frameworks = frameworks;
        this.slots = slots;
        this.placeholders = placeholders;
    }

    /** The name that a document gives its rule, as far as it has one. */
    static String slug(Mapping document, Place place) {
        var attributes = new YamlAttributes(document, place);
        var name = attributes.text("name", "");
        if (!name.isEmpty()) {
            return slug(name);
        }
        var slug = slug(attributes.text("title", ""));
        return slug.length() <= SLUG_CHARS_MAX ? slug : cut(slug);
    }

    /**
     * The rule of one document.
     *
     * @param place where the document is, with the rule's name
     */
    Compiled parse(Mapping document, Place place) {
        var rule = about(document, place);
        var attributes = new YamlAttributes(document, place);
        var logsource = LogSource.of(new YamlAttributes(attributes.mapping("logsource"), place), slots);
        var detection = detection(attributes, logsource, place);
        var commands = slots.known(new RecordField.SimpleCommand());
        var eachCommand = commands == null ? detection : EachCommand.of(detection, commands);
        return new Compiled(
                rule, logsource.all() ? eachCommand : Expression.and(List.of(logsource.records(), eachCommand)));
    }

    /** What people see of a rule, or of a correlation, which has the same attributes around its map. */
    Rule about(Mapping document, Place place) {
        var attributes = new YamlAttributes(document, place);
        check(attributes);
        var slug = slug(document, place);
        checkSlug(slug, attributes);
        var tags = attributes.texts("tags");
        return new Rule(
                id(attributes, slug),
                slug,
                attributes.text("title"),
                attributes.text("description", ""),
                level(attributes),
                tags,
                controls(tags, attributes),
                attributes.texts("falsepositives"),
                attributes.texts("references"));
    }

    private static String slug(String name) {
        var slug = NO_SLUG.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        return slug.replaceAll("^-|-$", "");
    }

    /** As many whole words of a long title as a name takes. */
    private static String cut(String slug) {
        var end = slug.lastIndexOf('-', SLUG_CHARS_MAX);
        return slug.substring(0, end > 0 ? end : SLUG_CHARS_MAX);
    }

    private static void check(YamlAttributes attributes) {
        if (attributes.get("filter") != null) {
            throw attributes.unsupported("filter", "a document with 'filter', which changes other rules,");
        }
        checkAction(attributes);
        if (attributes.text("title").length() > TITLE_CHARS_MAX) {
            throw attributes.refuse("title", "the title is longer than " + TITLE_CHARS_MAX + " characters");
        }
        var status = attributes.text("status", "experimental");
        if (!STATUSES.contains(status)) {
            throw attributes.refuse("status", "the status is not one of " + new TreeSet<>(STATUSES));
        }
        if (status.equals(UNSUPPORTED)) {
            throw attributes.unsupported("status", "a rule that its author marked as unsupported");
        }
        if (status.equals(DEPRECATED)) {
            attributes.notice("status", "the rule is deprecated: its author says that another one has replaced it");
        }
    }

    /**
     * An attribute of other dialects: in some it changes other rules or runs a script, in others it says what to do
     * then.
     */
    private static void checkAction(YamlAttributes attributes) {
        if (attributes.get("script") != null) {
            throw attributes.unsupported("script", "a rule whose 'script' decides whether it matches");
        }
        if (attributes.get(ACTION) == null) {
            return;
        }
        if (DOCUMENT_ACTIONS.contains(attributes.text(ACTION))) {
            throw attributes.unsupported(ACTION, "a document with 'action', which changes other rules,");
        }
        attributes.notice(ACTION, "'action' is ignored: a rule says how risky a record is and does nothing to it");
    }

    private static void checkSlug(String slug, YamlAttributes attributes) {
        if (slug.isEmpty() || slug.length() > SLUG_CHARS_MAX) {
            throw attributes.refuse(
                    "name", "the name has to give 1 to " + SLUG_CHARS_MAX + " letters, digits and hyphens");
        }
    }

    /** Where there is no id, one that stays as long as the name does; the specification recommends UUIDs, no more. */
    private static String id(YamlAttributes attributes, String slug) {
        var id = attributes.text("id", "");
        if (id.isEmpty()) {
            return uuidOf(slug);
        }
        if (!UUID.matcher(id).matches()) {
            var made = uuidOf(id);
            attributes.notice("id", "the id is not a UUID, so " + made + ", which is made from it, stands for it");
            return made;
        }
        return id.toLowerCase(Locale.ROOT);
    }

    private static String uuidOf(String text) {
        return java.util
                .UUID
                .nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static Risk level(YamlAttributes attributes) {
        var level = LEVELS.get(attributes.text("level", "low"));
        if (level == null) {
            throw attributes.refuse("level", "the level is not one of informational, low, medium, high, critical");
        }
        return level;
    }

    private List<String> controls(List<String> tags, YamlAttributes attributes) {
        var controls = new TreeSet<String>();
        for (var tag : tags) {
            if (!TAG.matcher(tag).matches()) {
                throw attributes.refuse("tags", "'" + tag + "' is not a tag of the form namespace.name");
            }
            var framework = frameworks.get(tag.substring(0, tag.indexOf('.')));
            if (framework != null) {
                var control = framework.controlOfTag(tag.substring(tag.indexOf('.') + 1));
                if (control == null) {
                    throw attributes.refuse("tags", "'" + tag + "' names no control of " + framework.title());
                }
                controls.add(framework.qualified(control));
            }
        }
        return List.copyOf(controls);
    }

    private Expression detection(YamlAttributes attributes, LogSource logsource, Place place) {
        var members = attributes.mapping("detection").members();
        if (members.size() > SELECTIONS_MAX) {
            throw attributes.refuse("detection", "more than " + SELECTIONS_MAX + " selections");
        }
        var condition = members.get("condition");
        if (condition == null) {
            throw attributes.refuse("detection", "the attribute 'condition' is missing");
        }
        var timeframe = members.get("timeframe");
        if (timeframe != null) {
            throw place.unsupported(timeframe.line(), "'timeframe' in a detection (write a correlation)");
        }
        var selections = new LinkedHashMap<String, Expression>();
        var parser = new SelectionParser(slots, placeholders, logsource.lacking(), place);
        members.forEach((name, node) -> {
            if (!name.equals("condition")) {
                selections.put(name, new Expression.Named(name, parser.parse(node)));
            }
        });
        var used = new HashSet<String>();
        var expression = condition(condition, selections, place, used);
        members.forEach((name, node) -> {
            if (!name.equals("condition") && !used.contains(name)) {
                place.notice(node.line(), "the condition does not use the selection '" + name + "'");
            }
        });
        if (!new Satisfiable(parser.unsent(), slots.known(FieldAliases.EVENT_TYPE)).check(expression)) {
            place.notice(
                    condition.line(), "of what clients are known to send nothing fits, so the rule matches no record");
        }
        return expression;
    }

    /** A list of conditions means any of them. */
    private static Expression condition(
            YamlNode node, Map<String, Expression> selections, Place place, Set<String> used) {
        if (node instanceof Scalar scalar) {
            return ConditionParser.parse(scalar.text(), selections, place, scalar.line(), used);
        }
        if (node instanceof Sequence sequence && !sequence.items().isEmpty()) {
            return Expression.or(sequence.items().stream()
                    .map(item -> condition(item, selections, place, used))
                    .toList());
        }
        throw place.refuse(node.line(), "the condition is not a text");
    }
}
