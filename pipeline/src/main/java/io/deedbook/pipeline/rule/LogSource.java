// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Surface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which records the log source of a rule means: all of them for {@code ai_agent}, those of the Claude Code client for
 * {@code claude_code}, as public rules have it; narrowed by category to an action and by service to a surface.
 */
final class LogSource {
    /** Cowork runs the same client, which sends the same events. */
    private static final Map<String, List<String>> PRODUCTS = Map.of(
            "ai_agent",
            List.of(),
            "claude_code",
            wireNames(Surface.CLAUDE_CODE, Surface.CLAUDE_CODE_DESKTOP, Surface.COWORK),
            "cowork",
            wireNames(Surface.COWORK));
    /** What public rules call all events of agents. */
    private static final List<String> CATEGORIES_OF_ALL = List.of("agent_events");

    private static final List<String> SERVICES_OF_ALL = List.of("otel", "opentelemetry");
    private static final List<String> ACTIONS =
            Arrays.stream(Action.values()).map(Action::wireName).toList();
    private static final List<String> SURFACES = wireNames(Surface.values());

    private LogSource() {}

    /** The expression that holds for the records meant; without parts where these are all. */
    static Expression of(YamlAttributes logsource, Slots slots) {
        var product = logsource.text("product", "");
        var surfaces = PRODUCTS.get(product);
        if (surfaces == null) {
            throw logsource.unsupported("product", "the log source " + described(logsource));
        }
        var parts = new ArrayList<Expression>();
        if (!surfaces.isEmpty()) {
            parts.add(oneOf(surfaces, Field.SURFACE, slots));
        }
        narrow(logsource, "category", ACTIONS, CATEGORIES_OF_ALL, Field.ACTION, slots, parts);
        narrow(logsource, "service", SURFACES, SERVICES_OF_ALL, Field.SURFACE, slots, parts);
        return new Expression.And(parts);
    }

    private static void narrow(
            YamlAttributes logsource,
            String name,
            List<String> known,
            List<String> all,
            Field field,
            Slots slots,
            List<Expression> parts) {
        var value = logsource.text(name, "");
        if (value.isEmpty() || all.contains(value)) {
            return;
        }
        if (!known.contains(value)) {
            throw logsource.unsupported(name, "the log source " + described(logsource));
        }
        parts.add(oneOf(List.of(value), field, slots));
    }

    private static Expression oneOf(List<String> values, Field field, Slots slots) {
        var slot = slots.of(field.jsonName());
        if (slot == null) {
            throw new IllegalStateException("field: " + field + " (expected: one that rules may name)");
        }
        var tests = values.stream().<TextTest>map(TextTest.Equal::new).toList();
        return new Expression.Matches(slot, field.jsonName(), false, tests);
    }

    /** {@code product 'windows', category 'process_creation'}. */
    private static String described(YamlAttributes logsource) {
        var parts = Stream.of("product", "category", "service")
                .filter(name -> !logsource.text(name, "").isEmpty())
                .map(name -> name + " '" + logsource.text(name) + "'")
                .toList();
        return parts.isEmpty() ? "without a product" : String.join(", ", parts);
    }

    private static List<String> wireNames(Surface... surfaces) {
        return Arrays.stream(surfaces).map(Surface::wireName).toList();
    }
}
