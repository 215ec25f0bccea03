// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.Surface;
import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final String PRODUCT = "ai_agent";
    private static final int TITLE_CHARS_MAX = 256;
    private static final int SLUG_CHARS_MAX = 64;
    private static final int SELECTIONS_MAX = 128;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9]+");
    private static final Pattern TAG = Pattern.compile("[a-z0-9_-]{1,64}(\\.[a-z0-9_-]{1,64}){1,8}");
    private static final Set<String> STATUSES = Set.of("stable", "test", "experimental", "deprecated");
    private static final Map<String, Risk> LEVELS = Map.of(
            "informational", Risk.LOW,
            "low", Risk.LOW,
            "medium", Risk.MEDIUM,
            "high", Risk.HIGH,
            "critical", Risk.CRITICAL);

    private final Map<String, Framework> frameworks;
    private final Slots slots;

    /** A rule and what it looks for. */
    record Compiled(Rule rule, Expression expression) {}

    RuleParser(Map<String, Framework> frameworks, Slots slots) {
        this.frameworks = frameworks;
        this.slots = slots;
    }

    /** The rule of one document. */
    Compiled parse(String file, Mapping document) {
        var rule = about(file, document);
        var place = new Place(file, rule.slug());
        var attributes = new YamlAttributes(document, place);
        return new Compiled(rule, Expression.and(List.of(logsource(attributes, place), detection(attributes, place))));
    }

    /** A correlation, which has the attributes of a rule around its map. */
    CorrelationDocument correlation(String file, Mapping document) {
        var about = about(file, document);
        var attributes = new YamlAttributes(document, new Place(file, about.slug()));
        return new CorrelationDocument(about, attributes.attributes("correlation"));
    }

    /** What people see of a rule, or of a correlation, which has the same attributes. */
    Rule about(String file, Mapping document) {
        var title = new YamlAttributes(document, new Place(file, "")).text("title");
        var slug = slug(new YamlAttributes(document, new Place(file, "")).text("name", title));
        var place = new Place(file, slug);
        var attributes = new YamlAttributes(document, place);
        check(attributes, title, slug);
        var tags = attributes.texts("tags");
        return new Rule(
                attributes.text("id").toLowerCase(Locale.ROOT),
                slug,
                title,
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

    private static void check(YamlAttributes attributes, String title, String slug) {
        for (var kind : List.of("filter", "action")) {
            if (attributes.get(kind) != null) {
                throw attributes.refuse(
                        kind, "documents with '" + kind + "' are not supported, only detection rules and correlations");
            }
        }
        if (title.length() > TITLE_CHARS_MAX) {
            throw attributes.refuse("title", "the title is longer than " + TITLE_CHARS_MAX + " characters");
        }
        if (slug.isEmpty() || slug.length() > SLUG_CHARS_MAX) {
            throw attributes.refuse(
                    "name", "the name has to give 1 to " + SLUG_CHARS_MAX + " letters, digits and hyphens");
        }
        if (!UUID.matcher(attributes.text("id")).matches()) {
            throw attributes.refuse("id", "the id is not a UUID");
        }
        if (!STATUSES.contains(attributes.text("status", "experimental"))) {
            throw attributes.refuse("status", "the status is not one of " + new TreeSet<>(STATUSES));
        }
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

    private Expression logsource(YamlAttributes attributes, Place place) {
        var members = attributes.mapping("logsource");
        var logsource = new YamlAttributes(members, place);
        if (!logsource.text("product", "").equals(PRODUCT)) {
            throw logsource.refuse("product", "logsource.product is not " + PRODUCT);
        }
        var parts = new ArrayList<Expression>();
        if (logsource.get("category") != null) {
            var actions = Arrays.stream(Action.values()).map(Action::wireName).toList();
            parts.add(oneOf(logsource, "category", actions, Field.ACTION));
        }
        if (logsource.get("service") != null) {
            var surfaces =
                    Arrays.stream(Surface.values()).map(Surface::wireName).toList();
            parts.add(oneOf(logsource, "service", surfaces, Field.SURFACE));
        }
        return new Expression.And(parts);
    }

    private Expression oneOf(YamlAttributes logsource, String name, List<String> known, Field field) {
        var value = logsource.text(name);
        if (!known.contains(value)) {
            throw logsource.refuse(name, "logsource." + name + " is not one of " + known);
        }
        var slot = slots.of(field.jsonName());
        if (slot == null) {
            throw new IllegalStateException("field: " + field + " (expected: one that rules may name)");
        }
        return new Expression.Matches(slot, false, List.of(new TextTest.Equal(value)));
    }

    private Expression detection(YamlAttributes attributes, Place place) {
        var members = attributes.mapping("detection").members();
        if (members.size() > SELECTIONS_MAX) {
            throw attributes.refuse("detection", "more than " + SELECTIONS_MAX + " selections");
        }
        var condition = members.get("condition");
        if (condition == null) {
            throw attributes.refuse("detection", "the attribute 'condition' is missing");
        }
        if (members.containsKey("timeframe")) {
            throw place.refuse(attributes.line("detection"), "'timeframe' is not supported");
        }
        var selections = new LinkedHashMap<String, Expression>();
        var parser = new SelectionParser(slots, place);
        members.forEach((name, node) -> {
            if (!name.equals("condition")) {
                selections.put(name, parser.parse(node));
            }
        });
        var used = new HashSet<String>();
        var expression = condition(condition, selections, place, used);
        for (var name : selections.keySet()) {
            if (!used.contains(name)) {
                throw attributes.refuse("detection", "the condition does not use the selection '" + name + "'");
            }
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
