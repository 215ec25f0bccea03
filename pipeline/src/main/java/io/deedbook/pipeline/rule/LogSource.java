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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which records the log source of a rule means: all of them for {@code ai_agent}, those of the Claude Code client for
 * {@code claude_code}, as public rules have it; narrowed by category to an action and by service to a surface. Of rules
 * that are written for machines, those on processes, files and proxies mean what an agent did of that kind.
 *
 * @param records holds for the records meant
 * @param lacking the fields that rules for such a log source ask for and these records never have
 */
record LogSource(Expression records, Set<String> lacking) {
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

    /** Source: Sigma Taxonomy Appendix 2.1.0; what agents run on Windows has neither its paths nor its options. */
    private static final Map<String, String> SYSTEMS = Map.of("linux", "linux", "macos", "darwin");

    private static final Map<String, Action> SYSTEM_CATEGORIES =
            Map.of("process_creation", Action.SHELL_COMMAND, "file_event", Action.FILE_WRITE);
    private static final String PROXY = "proxy";
    private static final String OS = "os.type";
    private static final Set<String> OF_PROCESSES = Set.of(FieldNames.IMAGE, "CommandLine");
    private static final Set<String> KNOWN = Set.of("product", "category", "service", "definition");

    /** What of log sources is read, for people. */
    static final String SUPPORTED = "product "
            + String.join(", ", new TreeSet<>(PRODUCTS.keySet()))
            + ", with an action as category and a surface as service; category "
            + String.join(" or ", new TreeSet<>(SYSTEM_CATEGORIES.keySet()))
            + " of product "
            + String.join(" or ", new TreeSet<>(SYSTEMS.keySet()))
            + "; category "
            + PROXY;

    LogSource {
        lacking = Set.copyOf(lacking);
    }

    /** The log source of these attributes; its expression is without parts where all records are meant. */
    static LogSource of(YamlAttributes logsource, Slots slots) {
        for (var name : logsource.names()) {
            if (!KNOWN.contains(name)) {
                logsource.notice(name, "'" + name + "' in the log source is ignored: it is none of Sigma's");
            }
        }
        var product = logsource.text("product", "");
        var category = logsource.text("category", "");
        var surfaces = PRODUCTS.get(product);
        if (surfaces == null) {
            return ofMachines(product, category, logsource, slots);
        }
        var parts = new ArrayList<Expression>();
        if (!surfaces.isEmpty()) {
            parts.add(oneOf(surfaces, Field.SURFACE, slots));
        }
        narrow(logsource, "category", ACTIONS, CATEGORIES_OF_ALL, Field.ACTION, slots, parts);
        narrow(logsource, "service", SURFACES, SERVICES_OF_ALL, Field.SURFACE, slots, parts);
        return new LogSource(new Expression.And(parts), Set.of());
    }

    /** Whether it means every record. */
    boolean all() {
        return records instanceof Expression.And every && every.parts().isEmpty();
    }

    private static LogSource ofMachines(String product, String category, YamlAttributes logsource, Slots slots) {
        var service = logsource.text("service", "");
        if (service.isEmpty() && product.isEmpty() && category.equals(PROXY)) {
            return new LogSource(oneOf(List.of(Action.WEB_BROWSE.wireName()), Field.ACTION, slots), OF_PROCESSES);
        }
        var system = SYSTEMS.get(product);
        var action = SYSTEM_CATEGORIES.get(category);
        if (system == null || action == null || !service.isEmpty()) {
            throw logsource.unsupported("product", "the log source " + described(logsource));
        }
        var records = Expression.and(
                List.of(oneOf(List.of(action.wireName()), Field.ACTION, slots), onSystem(system, slots)));
        return new LogSource(records, action == Action.SHELL_COMMAND ? Set.of() : OF_PROCESSES);
    }

    /** What says nothing of its system may have run on any. */
    private static Expression onSystem(String system, Slots slots) {
        var slot = known(OS, slots);
        return Expression.or(List.of(
                new Expression.Matches(slot, OS, false, List.of(new TextTest.Equal(system))),
                new Expression.Not(new Expression.Present(slot, OS))));
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
        var tests = values.stream().<TextTest>map(TextTest.Equal::new).toList();
        return new Expression.Matches(known(field.jsonName(), slots), field.jsonName(), false, tests);
    }

    private static int known(String field, Slots slots) {
        var slot = slots.of(field);
        if (slot == null) {
            throw new IllegalStateException("field: " + field + " (expected: one that rules may name)");
        }
        return slot;
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
