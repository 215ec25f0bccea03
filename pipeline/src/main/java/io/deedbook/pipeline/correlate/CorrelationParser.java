// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.CorrelationDocument;
import io.deedbook.pipeline.rule.FieldNames;
import io.deedbook.pipeline.rule.Rule;
import io.deedbook.pipeline.rule.YamlAttributes;
import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Correlation} of its document. What of Sigma is not supported is refused by name.
 *
 * <p>Source: Sigma Correlation Rules Specification 2.0.2 and 2.1.0.
 */
final class CorrelationParser {
    /** The longest timespan. */
    static final long TIMESPAN_NANOS_MAX = TimeUnit.DAYS.toNanos(7);
    /** The most records or values that a condition can ask for. */
    static final long COUNT_MAX = 5_000;

    private static final int RULES_MAX = 32;
    private static final int GROUP_FIELDS_MAX = 8;
    private static final Pattern TIMESPAN = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Set<String> KNOWN =
            Set.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate");
    private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte", "eq");
    private static final String COST = "costUsd";
    private static final String SIMILAR_TARGET = "similarTarget";
    private static final int NANOS_DIGITS = 9;

    private final Rule about;
    private final YamlAttributes attributes;
    private final Map<String, String> slugs;

    private CorrelationParser(CorrelationDocument document, Map<String, String> slugs) {
        about = document.about();
        attributes = document.correlation();
        this.slugs = slugs;
    }

    /**
     * Parses one document.
     *
     * @param slugs the short name of every rule and correlation there is, by name and by id
     */
    static Correlation parse(CorrelationDocument document, Map<String, String> slugs) {
        return new CorrelationParser(document, slugs).correlation();
    }

    private Correlation correlation() {
        for (var name : attributes.names()) {
            if (!KNOWN.contains(name)) {
                throw attributes.refuse(name, "'" + name + "' is not supported in a correlation");
            }
        }
        var type = type();
        var rules = rules();
        return new Correlation(about, type, rules, groupBy(rules), timespan(), condition(type, rules.size()));
    }

    private CorrelationType type() {
        var name = attributes.text("type");
        return Arrays.stream(CorrelationType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> attributes.refuse(
                        "type",
                        "the correlation type '" + name + "' is not supported, only "
                                + String.join(
                                        ", ",
                                        Arrays.stream(CorrelationType.values())
                                                .map(CorrelationType::wireName)
                                                .toList())));
    }

    private List<String> rules() {
        var names = new LinkedHashSet<String>();
        for (var name : attributes.texts("rules")) {
            var slug = slugs.get(name);
            if (slug == null) {
                throw attributes.refuse("rules", "there is no rule with the name or id '" + name + "'");
            }
            if (!names.add(slug)) {
                throw attributes.refuse("rules", "the rule '" + name + "' stands there twice");
            }
        }
        if (names.isEmpty() || names.size() > RULES_MAX) {
            throw attributes.refuse("rules", "a correlation has 1 to " + RULES_MAX + " rules");
        }
        return List.copyOf(names);
    }

    private long timespan() {
        var text = attributes.text("timespan");
        var matcher = TIMESPAN.matcher(text);
        if (!matcher.matches()) {
            throw attributes.refuse("timespan", "the timespan is not a number with one of s, m, h, d, such as 10m");
        }
        var unit = switch (matcher.group(2)) {
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> TimeUnit.DAYS;
        };
        var nanos = unit.toNanos(Long.parseLong(matcher.group(1)));
        if (nanos < 1 || nanos > TIMESPAN_NANOS_MAX) {
            throw attributes.refuse("timespan", "the timespan is not between 1s and 7d");
        }
        return nanos;
    }

    private List<List<GroupField>> groupBy(List<String> rules) {
        var names = attributes.texts("group-by");
        if (names.size() > GROUP_FIELDS_MAX) {
            throw attributes.refuse("group-by", "more than " + GROUP_FIELDS_MAX + " fields");
        }
        var aliases = aliases(rules);
        for (var alias : aliases.keySet()) {
            if (!names.contains(alias)) {
                throw attributes.refuse("aliases", "'group-by' does not use the alias '" + alias + "'");
            }
        }
        var byRule = new ArrayList<List<GroupField>>();
        for (var rule : rules) {
            byRule.add(
                    names.stream().map(name -> groupField(name, rule, aliases)).toList());
        }
        return byRule;
    }

    private GroupField groupField(String name, String rule, Map<String, Map<String, String>> aliases) {
        var alias = aliases.get(name);
        var source = alias == null ? Optional.of(name) : Optional.ofNullable(alias.get(rule));
        return new GroupField(
                name,
                source.map(this::groupColumn)
                        .orElseThrow(() -> attributes.refuse(
                                "aliases", "the alias '" + name + "' says nothing about the rule '" + rule + "'")),
                source.filter(SIMILAR_TARGET::equals).isPresent());
    }

    private Field groupColumn(String name) {
        var field = name.equals(SIMILAR_TARGET) ? Field.TARGET : FieldNames.column(name);
        if (field == null || field.type() == Field.Type.LIST) {
            throw attributes.refuse("group-by", "'" + name + "' is not a field with one value that has a column");
        }
        return field;
    }

    /** The field of each rule by alias. */
    private Map<String, Map<String, String>> aliases(List<String> rules) {
        if (attributes.get("aliases") == null) {
            return Map.of();
        }
        var aliases = new HashMap<String, Map<String, String>>();
        attributes.mapping("aliases").members().forEach((alias, node) -> {
            if (!(node instanceof Mapping mapping)) {
                throw attributes.refuse("aliases", "'" + alias + "' is not a map of rules to fields");
            }
            var fields = new HashMap<String, String>();
            mapping.members().forEach((name, field) -> {
                var slug = slugs.get(name);
                if (slug == null || !rules.contains(slug)) {
                    throw attributes.refuse("aliases", "'" + name + "' is not among the rules of the correlation");
                }
                if (!(field instanceof Scalar scalar)) {
                    throw attributes.refuse("aliases", "'" + alias + "' is not a map of rules to fields");
                }
                fields.put(slug, scalar.text().strip());
            });
            aliases.put(alias, fields);
        });
        return aliases;
    }

    private Condition condition(CorrelationType type, int rulesCount) {
        var node = attributes.get("condition");
        var temporal = type == CorrelationType.TEMPORAL || type == CorrelationType.TEMPORAL_ORDERED;
        if (node == null && temporal) {
            return new Condition(rulesCount, Long.MAX_VALUE, null, "all of " + rulesCount);
        }
        if (node instanceof Scalar) {
            throw attributes.refuse(
                    "condition", "extended conditions, which are a text, are not supported, only a map");
        }
        var given = attributes.attributes("condition");
        for (var name : given.names()) {
            if (!BOUNDS.contains(name) && !name.equals("field")) {
                throw given.refuse(name, "'" + name + "' is not supported in a condition");
            }
        }
        if (type.hasField() != (given.get("field") != null)) {
            throw attributes.refuse(
                    "condition", "'field' has to stand in the condition of value_* correlations, and only there");
        }
        var condition = bounded(given, type);
        if (type == CorrelationType.TEMPORAL_ORDERED && condition.min() != rulesCount) {
            throw attributes.refuse("condition", "temporal_ordered with fewer than all rules is not supported");
        }
        if (temporal && (!condition.isGrowing() || condition.min() > rulesCount)) {
            throw attributes.refuse(
                    "condition", "only gt and gte, up to the number of rules, are supported for " + type.wireName());
        }
        return condition;
    }

    private Condition bounded(YamlAttributes given, CorrelationType type) {
        var name = given.text("field", "");
        var field = name.isEmpty() ? null : valueColumn(given, name, type);
        var scale = isCost(name) ? NANOS_DIGITS : 0;
        var counting = !type.hasField() || type == CorrelationType.VALUE_COUNT;
        var min = counting ? 1L : Long.MIN_VALUE;
        var max = Long.MAX_VALUE;
        var texts = new ArrayList<String>();
        for (var bound : given.names()) {
            if (bound.equals("field")) {
                continue;
            }
            var number = number(given, bound, scale, counting);
            texts.add(bound + ' ' + given.text(bound));
            switch (bound) {
                case "gt" -> min = Math.max(min, number + 1);
                case "gte" -> min = Math.max(min, number);
                case "lt" -> max = Math.min(max, number - 1);
                case "lte" -> max = Math.min(max, number);
                default -> {
                    min = Math.max(min, number);
                    max = Math.min(max, number);
                }
            }
        }
        if (texts.isEmpty()) {
            throw attributes.refuse("condition", "the condition has none of gt, gte, lt, lte, eq");
        }
        if (min > max) {
            throw attributes.refuse("condition", "nothing can fulfil the condition");
        }
        return new Condition(min, max, field, String.join(" and ", texts));
    }

    private static boolean isCost(String name) {
        return name.equals(COST) || name.equals("cost_usd");
    }

    private static Field valueColumn(YamlAttributes given, String name, CorrelationType type) {
        var field = isCost(name) ? Field.COST_USD_NANOS : FieldNames.column(name);
        if (field == null || field.type() == Field.Type.LIST) {
            throw given.refuse("field", "'" + name + "' is not a field with one value that has a column");
        }
        if (type != CorrelationType.VALUE_COUNT && field.type() != Field.Type.INTEGER) {
            throw given.refuse("field", "'" + name + "' is not a field with a number");
        }
        return field;
    }

    private static long number(YamlAttributes given, String bound, int scale, boolean counting) {
        var number = number(given.text(bound), scale);
        if (number == null || (counting && (number < 0 || number > COUNT_MAX))) {
            throw given.refuse(
                    bound,
                    counting
                            ? "'" + bound + "' is not a whole number from 0 to " + COUNT_MAX
                            : "'" + bound + "' is not a number that fits the field");
        }
        return number;
    }

    private static @Nullable Long number(String text, int scale) {
        if (text.length() > 20) {
            return null;
        }
        try {
            var number = new BigDecimal(text).movePointRight(scale).setScale(0, RoundingMode.UNNECESSARY);
            return number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 2)) < 0 ? number.longValueExact() : null;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }
}
