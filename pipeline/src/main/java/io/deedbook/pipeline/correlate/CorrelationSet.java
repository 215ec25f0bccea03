// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.BaseRules;
import io.deedbook.pipeline.rule.CorrelationDocument;
import io.deedbook.pipeline.rule.Rule;
import io.deedbook.pipeline.rule.RuleException;
import io.deedbook.pipeline.rule.RuleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The correlations of a tenant, compiled, with the rules that they refer to. Immutable and thread-safe. */
public final class CorrelationSet {
    private final String version;
    private final List<Correlation> correlations;
    private final BaseRules bases;
    private final Map<String, List<Reference>> references;
    private final Set<Field> columns;

    private CorrelationSet(String version, List<Correlation> correlations, BaseRules bases) {
        this.version = version;
        this.correlations = List.copyOf(correlations);
        this.bases = bases;
        references = references(correlations);
        columns = Collections.unmodifiableSet(columns(correlations, bases));
    }

    /**
     * That records which match a rule count in a correlation.
     *
     * @param correlation position in {@link #correlations()}
     * @param rule position in the correlation's rules
     */
    record Reference(int correlation, int rule) {}

    /** The correlations that come with Deedbook. */
    public static CorrelationSet builtIn() {
        return of(RuleSet.builtIn());
    }

    /**
     * The correlations beside these rules, without those that count records of a rule which is off.
     *
     * @throws RuleException when one of them cannot be used; it names file, line, name and reason
     */
    public static CorrelationSet of(RuleSet rules) {
        return of(rules, problem -> {
            throw problem;
        });
    }

    /**
     * As {@link #of(RuleSet)}, with those that can be used.
     *
     * @param refused told of each that can't
     */
    public static CorrelationSet of(RuleSet rules, Consumer<RuleException> refused) {
        var slugs = slugs(rules);
        var off = new HashSet<String>();
        rules.off().forEach(rule -> off.add(rule.slug()));
        var documents = new ArrayList<CorrelationDocument>();
        var correlations = new ArrayList<Correlation>();
        for (var document : rules.correlations()) {
            try {
                correlations.add(CorrelationParser.parse(document, slugs));
                documents.add(document);
            } catch (RuleException e) {
                refused.accept(e);
            }
        }
        for (var position = 0; position < correlations.size(); position++) {
            var correlation = correlations.get(position);
            if (correlation.rules().stream().anyMatch(off::contains)) {
                off.add(correlation.about().slug());
                correlations.remove(position);
                documents.remove(position);
                position = -1; // others may refer to this one
            }
        }
        try {
            checkNoCircle(documents, correlations);
        } catch (RuleException e) {
            refused.accept(e);
            correlations.clear();
        }
        return new CorrelationSet(rules.version(), correlations, rules.bases());
    }

    private static Map<String, String> slugs(RuleSet rules) {
        var slugs = new HashMap<String, String>();
        Stream.of(
                        rules.rules().stream(),
                        rules.off().stream(),
                        rules.bases().rules().stream(),
                        rules.correlations().stream().map(CorrelationDocument::about))
                .flatMap(all -> all)
                .forEach(rule -> {
                    slugs.put(rule.slug(), rule.slug());
                    slugs.put(rule.slug().replace('-', '_'), rule.slug());
                    slugs.put(rule.id(), rule.slug());
                });
        return slugs;
    }

    /** A correlation may refer to others, whose findings are entries of the log like any other, but not in a circle. */
    private static void checkNoCircle(List<CorrelationDocument> documents, List<Correlation> correlations) {
        var grounded = new HashSet<String>();
        var open = new ArrayList<>(correlations);
        var names = new HashSet<String>();
        correlations.forEach(correlation -> names.add(correlation.about().slug()));
        while (open.removeIf(correlation ->
                correlation.rules().stream().allMatch(rule -> !names.contains(rule) || grounded.contains(rule))
                        && grounded.add(correlation.about().slug()))) {
            // until nothing more is grounded
        }
        if (!open.isEmpty()) {
            var document = documents.get(correlations.indexOf(open.get(0)));
            throw document.correlation()
                    .refuse("rules", "the correlation refers to itself, directly or through others");
        }
    }

    private static Map<String, List<Reference>> references(List<Correlation> correlations) {
        var references = new HashMap<String, List<Reference>>();
        for (var position = 0; position < correlations.size(); position++) {
            var rules = correlations.get(position).rules();
            for (var rule = 0; rule < rules.size(); rule++) {
                references
                        .computeIfAbsent(rules.get(rule), name -> new ArrayList<>())
                        .add(new Reference(position, rule));
            }
        }
        return references;
    }

    private static Set<Field> columns(List<Correlation> correlations, BaseRules bases) {
        var columns = EnumSet.copyOf(SessionLoss.COLUMNS);
        columns.add(Field.RULES);
        columns.addAll(bases.columns());
        for (var correlation : correlations) {
            correlation
                    .groupBy()
                    .forEach(fields -> fields.forEach(group -> {
                        columns.add(group.field());
                        if (group.similar()) {
                            columns.add(Field.TOOL_NAME);
                        }
                    }));
            var field = correlation.condition().field();
            if (field != null) {
                columns.add(field);
            }
        }
        return columns;
    }

    /** Names this set: two that would find different things have different versions. */
    public String version() {
        return version;
    }

    /** What people see of everything that makes findings: the correlations, and the two kinds of lost telemetry. */
    public List<Rule> rules() {
        return Stream.concat(correlations.stream().map(Correlation::about), SessionLoss.RULES.stream())
                .toList();
    }

    /** The columns that the evaluation reads. */
    public Set<Field> columns() {
        return columns;
    }

    /** How far back records can matter, by the server's clock. */
    public long reachNanos() {
        return Stream.concat(correlations.stream().map(Correlation::timespanNanos), Stream.of(SessionLoss.QUIET_NANOS))
                        .max(Long::compare)
                        .orElseThrow()
                + CorrelationWindows.LATE_NANOS_MAX;
    }

    List<Correlation> correlations() {
        return correlations;
    }

    BaseRules bases() {
        return bases;
    }

    List<Reference> references(String rule) {
        return references.getOrDefault(rule, List.of());
    }
}
