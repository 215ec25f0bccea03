// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.Risk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Risk rules and control maps, compiled, and the correlations beside them. Immutable and thread-safe. */
public final class RuleSet {
    private final String version;
    private final List<Rule> rules;
    private final List<Framework> frameworks;
    private final RuleIndex index;
    private final RecordField[] fields;
    private final ControlIndex controls;
    private final BaseRules bases;
    private final List<CorrelationDocument> correlations;
    /** The bits of each rule's controls, by its position. */
    private final List<long[]> controlBits;

    private RuleSet(
            String version,
            List<RuleParser.Compiled> compiled,
            RecordField[] fields,
            List<Framework> frameworks,
            ControlIndex controls,
            BaseRules bases,
            List<CorrelationDocument> correlations) {
        this.version = version;
        this.fields = fields;
        this.frameworks = List.copyOf(frameworks);
        this.controls = controls;
        this.bases = bases;
        this.correlations = List.copyOf(correlations);
        rules = compiled.stream().map(RuleParser.Compiled::rule).toList();
        index = RuleIndex.of(
                compiled.stream().map(RuleParser.Compiled::expression).toList());
        controlBits = rules.stream().map(rule -> controls.bits(rule.controls())).toList();
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
        var sorted =
                sources.stream().sorted(Comparator.comparing(RuleSource::name)).toList();
        var files = sorted.stream().map(RuleFile::read).toList();
        var controlFiles = files.stream()
                .flatMap(file -> file.controls().stream().map(document -> new ControlParser(file.name(), document)))
                .toList();
        var frameworks = controlFiles.stream().map(ControlParser::framework).toList();
        var byId = ControlParser.byId(frameworks);
        var slots = new Slots(false);
        var parser = new RuleParser(byId, slots);
        var compiled = new ArrayList<RuleParser.Compiled>();
        var bases = new ArrayList<Map.Entry<String, YamlNode.Mapping>>();
        var correlations = new ArrayList<CorrelationDocument>();
        for (var file : files) {
            file.rules().forEach(document -> compiled.add(parser.parse(file.name(), document)));
            file.bases().forEach(document -> bases.add(Map.entry(file.name(), document)));
            file.correlations().forEach(document -> correlations.add(parser.correlation(file.name(), document)));
        }
        var baseRules = BaseRules.of(bases, byId);
        checkUnique(compiled, baseRules, correlations);
        return new RuleSet(
                version(sorted),
                compiled,
                slots.fields(),
                frameworks,
                controls(controlFiles, frameworks, compiled),
                baseRules,
                correlations);
    }

    private static ControlIndex controls(
            List<ControlParser> files, List<Framework> frameworks, List<RuleParser.Compiled> compiled) {
        var slots = new Slots(true);
        var maps = new ArrayList<ControlParser.Mapped>();
        for (var position = 0; position < files.size(); position++) {
            maps.addAll(files.get(position).maps(frameworks.get(position), slots));
        }
        var ofRules = compiled.stream()
                .flatMap(rule -> rule.rule().controls().stream())
                .toList();
        return new ControlIndex(maps, ofRules, slots);
    }

    private static void checkUnique(
            List<RuleParser.Compiled> compiled, BaseRules bases, List<CorrelationDocument> correlations) {
        var all = new ArrayList<Rule>();
        compiled.forEach(one -> all.add(one.rule()));
        all.addAll(bases.rules());
        correlations.forEach(document -> all.add(document.about()));
        var seen = new HashSet<String>();
        for (var rule : all) {
            if (!seen.add(rule.id())) {
                throw new RuleException("rules", 0, rule.slug(), "the id " + rule.id() + " stands in two rules");
            }
            if (!seen.add(rule.slug())) {
                throw new RuleException("rules", 0, rule.slug(), "the name stands in two rules");
            }
        }
    }

    /** SHA-256 over the rule and control files in the order of their names, base64url without padding. */
    public String version() {
        return version;
    }

    /** What people see of the rules, in the order of their files. */
    public List<Rule> rules() {
        return rules;
    }

    /** What people see of the frameworks, in the order of their files. */
    public List<Framework> frameworks() {
        return frameworks;
    }

    /** The rules that are only there for {@link #correlations()} to refer to. */
    public BaseRules bases() {
        return bases;
    }

    /** The correlations of the files, as they stand there, in the order of their files. */
    public List<CorrelationDocument> correlations() {
        return correlations;
    }

    /** Judges a redacted draft: sets its {@code risk}, {@code rules} and {@code controls}. */
    public void judge(RecordDraft draft) {
        var matched = new ArrayList<Integer>(0);
        index.matching(new RecordView(draft, List.of(), fields), matched::add);
        var risk = Risk.LOW;
        var bits = controls.bits(List.of());
        var tags = List.<String>of();
        if (!matched.isEmpty()) {
            tags = new ArrayList<>();
            for (var position : matched) {
                var rule = rules.get(position);
                risk = rule.level().compareTo(risk) > 0 ? rule.level() : risk;
                tags.addAll(rule.tags());
                Bits.or(bits, controlBits.get(position));
            }
        }
        draft.put(Field.RISK, risk.wireName());
        draft.put(Field.RULES, slugs(matched));
        draft.put(Field.CONTROLS, controls.of(draft, bits, tags));
    }

    /** The names of the rules that matched, the gravest kept where there are too many. */
    private List<String> slugs(List<Integer> matched) {
        if (matched.isEmpty()) {
            return List.of();
        }
        return matched.stream()
                .map(rules::get)
                .sorted(Comparator.comparing(Rule::level).reversed().thenComparing(Rule::slug))
                .limit(Field.LIST_ENTRIES_MAX)
                .map(Rule::slug)
                .sorted()
                .toList();
    }

    /** The names of the rules that hold, sorted, each evaluated without the index. */
    List<String> matchingWithoutIndex(RecordDraft draft) {
        var view = new RecordView(draft, List.of(), fields);
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

    private static String version(List<RuleSource> sorted) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var source : sorted) {
                update(digest, source.name());
                update(digest, source.text());
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 (expected: in every JDK)", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
