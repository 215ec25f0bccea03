// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.RuleException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Compiles rule and control files: sorts their documents into rules, control maps and correlations, and gathers
 * whatever is wrong with them. Used once, by one thread.
 */
final class RuleLoader {
    private static final int RULES_MAX = 10_000;

    private final boolean strict;
    private final Placeholders placeholders;
    private final Map<String, List<String>> lists;
    private final Set<String> off;
    private final List<RuleProblem> errors = new ArrayList<>();
    private final List<RuleProblem> notLoaded = new ArrayList<>();
    private final List<RuleProblem> notices = new ArrayList<>();
    private final List<Rule> offRules = new ArrayList<>();
    private final List<RuleDocument> ruleDocuments = new ArrayList<>();
    private final List<RuleDocument> correlationDocuments = new ArrayList<>();
    private final List<RuleDocument> controlDocuments = new ArrayList<>();
    private final List<RuleDocument> baseDocuments = new ArrayList<>();
    private final Set<String> own = new HashSet<>();
    private final OwnRegexes ownRegexes = new OwnRegexes();

    /**
     * @param strict whether the first error, or the first rule that is not supported, is thrown
     * @param lists what placeholders stand for
     * @param off names of rules that are left out
     */
    RuleLoader(boolean strict, Map<String, List<String>> lists, Set<String> off) {
        this.off = Set.copyOf(off);
        this.strict = strict;
        this.lists = lists;
        placeholders = new Placeholders(lists);
    }

    /** Says that a policy brings the file of this name. */
    void own(String name) {
        own.add(name);
    }

    private Place in(RuleSource source) {
        return own.contains(source.name()) ? Place.inOwn(source.name(), ownRegexes) : Place.in(source.name());
    }

    LoadedRules load(List<RuleSource> sources) {
        var sorted =
                sources.stream().sorted(Comparator.comparing(RuleSource::name)).toList();
        sorted.forEach(source -> attempt(in(source), place -> sort(source)));
        var frameworks = new TreeMap<String, Framework>();
        var controlFiles = new LinkedHashMap<Framework, RuleDocument>();
        for (var document : controlDocuments) {
            attempt(in(document.source()), place -> {
                var framework = new ControlParser(place, document.yaml()).framework();
                if (frameworks.putIfAbsent(framework.id(), framework) != null) {
                    throw place.refuse(
                            document.yaml().line(), "the framework '" + framework.id() + "' stands in two files");
                }
                controlFiles.put(framework, document);
            });
        }
        var slots = new Slots();
        var parser = new RuleParser(frameworks, slots, placeholders);
        var compiled = new LinkedHashMap<RuleParser.Compiled, RuleDocument>();
        var seen = new HashSet<String>();
        for (var document : ruleDocuments) {
            attempt(in(document.source()), place -> {
                var rule = parser.parse(document.yaml(), named(document, place));
                checkUnique(
                        rule.rule(),
                        seen,
                        named(document, place),
                        document.yaml().line());
                if (off.contains(rule.rule().slug())) {
                    offRules.add(rule.rule());
                } else {
                    compiled.put(rule, document);
                }
            });
        }
        var bases = new BaseRules.Builder(frameworks, placeholders);
        for (var document : baseDocuments) {
            attempt(in(document.source()), place -> {
                var rule = bases.add(document.yaml(), named(document, place));
                checkUnique(rule, seen, named(document, place), document.yaml().line());
            });
        }
        var correlations = new ArrayList<CorrelationDocument>();
        for (var document : correlationDocuments) {
            attempt(in(document.source()), place -> {
                var about = parser.about(document.yaml(), named(document, place));
                checkUnique(about, seen, named(document, place), document.yaml().line());
                if (off.contains(about.slug())) {
                    offRules.add(about);
                    return;
                }
                correlations.add(new CorrelationDocument(
                        about, new YamlAttributes(document.yaml(), named(document, place)).attributes("correlation")));
            });
        }
        var controls = controls(controlFiles, compiled.keySet(), slots.afterRules());
        var baseRules = bases.build();
        var rules = new RuleSet(
                RuleVersion.of(sorted, lists, off),
                compiled,
                slots.fields(),
                List.copyOf(frameworks.values()),
                controls,
                correlationDocuments,
                baseRules,
                correlations,
                offRules,
                notLoaded,
                notices);
        var evaluated = new ArrayList<Expression>(baseRules.expressions());
        compiled.keySet().forEach(rule -> evaluated.add(rule.expression()));
        evaluated.addAll(controls.expressions());
        return new LoadedRules(rules, errors, OwnRegexes.programSum(evaluated));
    }

    private void sort(RuleSource source) {
        var documents = YamlReader.read(source).stream()
                .map(yaml -> new RuleDocument(source, yaml))
                .toList();
        var bases = BaseNames.of(documents);
        for (var document : documents) {
            if (document.isControls()) {
                controlDocuments.add(document);
            } else if (document.isCorrelation()) {
                correlationDocuments.add(document);
            } else if (bases.has(document)) {
                baseDocuments.add(document);
            } else {
                ruleDocuments.add(document);
            }
            if (ruleDocuments.size() + baseDocuments.size() > RULES_MAX) {
                throw in(source).refuse(document.yaml().line(), "more than " + RULES_MAX + " rules");
            }
        }
    }

    private static Place named(RuleDocument document, Place place) {
        return place.rule(RuleParser.slug(document.yaml(), place));
    }

    private static void checkUnique(Rule rule, Set<String> seen, Place place, int line) {
        if (!seen.add(rule.id())) {
            throw place.refuse(line, "the id " + rule.id() + " stands in two rules");
        }
        if (!seen.add(rule.slug())) {
            throw place.refuse(line, "the name stands in two rules");
        }
    }

    private ControlIndex controls(Map<Framework, RuleDocument> files, Set<RuleParser.Compiled> compiled, Slots slots) {
        var maps = new ArrayList<ControlParser.Mapped>();
        files.forEach((framework, document) -> attempt(
                in(document.source()),
                place -> maps.addAll(new ControlParser(place, document.yaml()).maps(framework, slots))));
        var ofRules = compiled.stream()
                .flatMap(rule -> rule.rule().controls().stream())
                .toList();
        return new ControlIndex(maps, ofRules, slots);
    }

    /** Does one thing to one document; what is wrong with it is gathered, and the next one gets its turn. */
    private void attempt(Place place, Consumer<Place> step) {
        try {
            step.accept(place);
            notices.addAll(place.notices());
        } catch (RuleException e) {
            if (strict && e.kind() != Kind.UNRESOLVED) {
                throw e;
            }
            (e.kind() == Kind.ERROR ? errors : notLoaded).add(e.problem());
        }
    }
}
