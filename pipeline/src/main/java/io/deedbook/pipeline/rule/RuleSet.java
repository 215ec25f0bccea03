// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Risk rules and control maps, compiled. Immutable and thread-safe. */
public final class RuleSet {
    private final String version;
    private final List<Rule> rules;
    private final List<Framework> frameworks;
    private final RuleIndex index;
    private final RecordField[] fields;
    private final ControlIndex controls;
    private final KnownResults<Verdict> verdicts = new KnownResults<>();
    private final Map<String, RuleDocument> documents;
    private final List<RuleDocument> correlationDocuments;
    private final BaseRules bases;
    private final List<CorrelationDocument> correlations;
    private final List<Rule> off;
    private final List<RuleProblem> notLoaded;
    private final List<RuleProblem> notices;

    RuleSet(
            String version,
            Map<RuleParser.Compiled, RuleDocument> compiled,
            RecordField[] fields,
            List<Framework> frameworks,
            ControlIndex controls,
            List<RuleDocument> correlationDocuments,
            BaseRules bases,
            List<CorrelationDocument> correlations,
            List<Rule> off,
            List<RuleProblem> notLoaded,
            List<RuleProblem> notices) {
        this.version = version;
        this.fields = fields;
        this.frameworks = List.copyOf(frameworks);
        this.controls = controls;
        this.correlationDocuments = List.copyOf(correlationDocuments);
        this.bases = bases;
        this.correlations = List.copyOf(correlations);
        this.off = List.copyOf(off);
        this.notLoaded = List.copyOf(notLoaded);
        this.notices = List.copyOf(notices);
        documents = new HashMap<>();
        compiled.forEach((rule, document) -> documents.put(rule.rule().slug(), document));
        rules = compiled.keySet().stream().map(RuleParser.Compiled::rule).toList();
        index = RuleIndex.of(
                compiled.keySet().stream().map(RuleParser.Compiled::expression).toList());
    }

    /** The built-in rules and controls from the resources of this module. */
    public static RuleSet builtIn() {
        return of(RuleSource.builtIn());
    }

    /**
     * The rules and controls of these files, which may be the built-in ones and others.
     *
     * @throws RuleException when one of them cannot be used; it names the file, the line, the rule and the reason
     */
    public static RuleSet of(List<RuleSource> sources) {
        return of(sources, Map.of());
    }

    /**
     * The rules and controls of these files. A rule with a placeholder that has no list is left out and stands in
     * {@link #notLoaded()}.
     *
     * @param placeholders what the placeholders of the rules stand for, by their names without percent signs; an empty
     *     list stands for nothing
     * @throws RuleException when one of them cannot be used; it names the file, the line, the rule and the reason
     */
    public static RuleSet of(List<RuleSource> sources, Map<String, List<String>> placeholders) {
        return new RuleLoader(true, placeholders, Set.of()).load(sources).rules();
    }

    /**
     * Those of the rules and controls of these files that can be used, and what is to be said of the others.
     *
     * @param placeholders see {@link #of(List, Map)}
     */
    public static LoadedRules load(List<RuleSource> sources, Map<String, List<String>> placeholders) {
        return load(sources, placeholders, Set.of());
    }

    /**
     * As {@link #load(List, Map)}, without some of the rules.
     *
     * @param off the names of rules that do not count
     */
    public static LoadedRules load(List<RuleSource> sources, Map<String, List<String>> placeholders, Set<String> off) {
        return new RuleLoader(false, placeholders, off).load(sources);
    }

    /**
     * As {@link #load(List, Map, Set)}, with files that a policy brings: their regular expressions are counted, and
     * look at no more than {@link OwnRegexes#TEXT_CHARS_MAX} of a text.
     *
     * @param own with names that no other file has
     */
    public static LoadedRules load(
            List<RuleSource> sources, List<RuleSource> own, Map<String, List<String>> placeholders, Set<String> off) {
        var loader = new RuleLoader(false, placeholders, off);
        own.forEach(source -> loader.own(source.name()));
        return loader.load(Stream.concat(sources.stream(), own.stream()).toList());
    }

    /** Which log sources rules may have, for people. */
    public static String logSources() {
        return LogSource.SUPPORTED;
    }

    /** SHA-256 over the rule and control files in the order of their names, base64url without padding. */
    public String version() {
        return version;
    }

    /** Rules that are right and were left out, because they ask for what is not supported or not configured. */
    public List<RuleProblem> notLoaded() {
        return notLoaded;
    }

    /** What the authors of the rules should know. */
    public List<RuleProblem> notices() {
        return notices;
    }

    /** The YAML that the rule of this name was made from. */
    public Optional<String> yaml(String slug) {
        return Optional.ofNullable(documents.get(slug)).map(RuleDocument::text);
    }

    /** The documents that tell what several events together mean, as they were read. */
    List<RuleDocument> correlationDocuments() {
        return correlationDocuments;
    }

    /** The rules that are only there for {@link #correlations()} to refer to. */
    public BaseRules bases() {
        return bases;
    }

    /** The correlations of the files, before anything is made of them, in the order of their files. */
    public List<CorrelationDocument> correlations() {
        return correlations;
    }

    /** Rules and correlations that were left out because they are off. */
    public List<Rule> off() {
        return off;
    }

    /** For each document that tells what several events together mean, its file. */
    public List<String> correlationFiles() {
        return correlationDocuments.stream()
                .map(document -> document.source().name())
                .toList();
    }

    /** What people see of the rules, in the order of their files. */
    public List<Rule> rules() {
        return rules;
    }

    /** What people see of the frameworks, in the order of their files. */
    public List<Framework> frameworks() {
        return frameworks;
    }

    /** Judges a redacted draft: sets its {@code risk}, {@code rules} and {@code controls}. */
    public void judge(RecordDraft draft) {
        var view = new RecordView(draft, fields);
        var matched = index.matching(view);
        var verdict = verdicts.of(matched, () -> Verdict.of(rulesAt(matched)));
        draft.put(Field.RISK, verdict.risk().wireName());
        draft.put(Field.RULES, verdict.rules());
        draft.put(Field.CONTROLS, controls.of(view, matched, verdict));
    }

    private List<Rule> rulesAt(long[] positions) {
        var found = new ArrayList<Rule>();
        for (var position = 0; position < rules.size(); position++) {
            if (Bits.has(positions, position)) {
                found.add(rules.get(position));
            }
        }
        return found;
    }

    /**
     * Why a judged draft is evidence for each of its controls: by control the reasons of the maps and the titles of the
     * rules that name it, in no particular order.
     */
    public SortedMap<String, List<String>> reasons(RecordDraft judged) {
        var matched = judged.list(Field.RULES);
        var reasons = new TreeMap<String, List<String>>();
        var tags = new ArrayList<String>();
        for (var rule : rules) {
            if (matched.contains(rule.slug())) {
                tags.addAll(rule.tags());
                add(reasons, rule.controls(), rule.title());
            }
        }
        controls.explain(judged, tags, (found, reason) -> add(reasons, found, reason));
        return reasons;
    }

    private static void add(Map<String, List<String>> reasons, List<String> controls, String reason) {
        controls.forEach(control ->
                reasons.computeIfAbsent(control, unknown -> new ArrayList<>()).add(reason));
    }

    /** For each rule, in order, why it matches the redacted draft or not. Slow: for people. */
    public List<RuleExplanation> explain(RecordDraft draft) {
        var explainer = new Explainer(new RecordView(draft, fields));
        var explanations = new ArrayList<RuleExplanation>();
        var position = 0;
        for (var expression : index.expressions()) {
            explanations.add(new RuleExplanation(rules.get(position++), explainer.explain(expression)));
        }
        return List.copyOf(explanations);
    }

    /** The names of the rules that hold, sorted, each evaluated in full without the index. */
    List<String> matchingWithoutIndex(RecordDraft draft) {
        var view = RecordView.thorough(draft, fields);
        var names = new TreeSet<String>();
        var position = 0;
        for (var expression : index.expressions()) {
            if (expression.test(view)) {
                names.add(rules.get(position).slug());
            }
            position++;
        }
        return List.copyOf(names);
    }
}
