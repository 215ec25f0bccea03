// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.detect.CustomDetector;
import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.detect.DetectorType;
import io.deedbook.pipeline.redact.RedactionPlan;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.pipeline.rule.LoadedRules;
import io.deedbook.pipeline.rule.OwnRegexes;
import io.deedbook.pipeline.rule.Rule;
import io.deedbook.pipeline.rule.RuleProblem;
import io.deedbook.pipeline.rule.RuleSet;
import io.deedbook.pipeline.rule.RuleSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a policy's text what judges events. Compiling takes tens of milliseconds, so it is done once for a text, and
 * off the event loops. Thread-safe.
 */
public final class PolicyCompiler {
    private static final int KEPT_MAX = 64;
    /** Of own policies and rules that are kept compiled, each text once. */
    public static final long KEPT_CHARS_MAX = 8L * RuleSource.CHARS_MAX;

    private static final int OWN_RULES_MAX = 500;
    private static final String CONTROLS_PREFIX = "controls/";
    private static final RuleSet BUILT_IN = RuleSet.builtIn();
    private static final List<String> BUILT_IN_TYPES =
            DetectorEngine.builtInTypes().stream().map(DetectorType::type).toList();
    private static final CorrelationSet BUILT_IN_CORRELATIONS = CorrelationSet.of(BUILT_IN);

    private final LoggingLevel defaultLevel;
    private final Judges builtIn;
    private final KeptByText<Judges> kept = new KeptByText<>(KEPT_MAX, KEPT_CHARS_MAX);

    /**
     * Compiles what is built in, which takes a second or two.
     *
     * @param defaultLevel how much content is kept where a policy doesn't say
     */
    public PolicyCompiler(LoggingLevel defaultLevel) {
        this.defaultLevel = defaultLevel;
        builtIn = judges("", PolicyDocument.EMPTY, new ArrayList<>());
    }

    /** What a text comes to, whoever's it is. */
    private record Judges(
            String version,
            LoggingLevel level,
            AckLevel ack,
            DetectorEngine engine,
            RedactionPlan plan,
            RuleSet rules,
            CorrelationSet correlations,
            PolicySummary summary) {}

    /** The rules and controls that are built in, all of them. */
    public static RuleSet builtInRules() {
        return BUILT_IN;
    }

    /**
     * The policy of an owner.
     *
     * @param team the team of the key, or null
     * @param document YAML or JSON, or null for what is built in
     * @throws PolicyException with everything that is wrong with the document
     */
    public CompiledPolicy compile(Tenant tenant, @Nullable String team, @Nullable String document, TokenKey tokenKey) {
        return of(tenant, team, judges(document == null ? "" : document), tokenKey);
    }

    /**
     * As {@link #compile}, of a document that is not put in force: what it comes to is not remembered.
     *
     * @throws PolicyException with everything that is wrong with the document
     */
    public CompiledPolicy check(Tenant tenant, @Nullable String team, String document, TokenKey tokenKey) {
        return of(tenant, team, compiled(document), tokenKey);
    }

    private static CompiledPolicy of(Tenant tenant, @Nullable String team, Judges judges, TokenKey tokenKey) {
        return new CompiledPolicy(
                tenant,
                team,
                judges.version(),
                judges.level(),
                judges.ack(),
                new Redactor(judges.engine(), tokenKey, judges.plan()),
                judges.rules(),
                judges.correlations(),
                judges.summary());
    }

    private Judges judges(String text) {
        if (text.isEmpty()) {
            return builtIn;
        }
        var known = kept.get(text);
        if (known != null) {
            return known;
        }
        var compiled = compiled(text);
        kept.put(text, compiled);
        return compiled;
    }

    private Judges compiled(String text) {
        var errors = new ArrayList<PolicyError>();
        var judges = judges(text, PolicyReader.read(text, errors), errors);
        if (!errors.isEmpty()) {
            throw new PolicyException(errors);
        }
        return judges;
    }

    private Judges judges(String text, PolicyDocument document, List<PolicyError> errors) {
        var level = document.level().orElse(defaultLevel);
        var engine = engine(document, level, errors);
        var rules = rules(document, errors);
        var plan = new RedactionPlan(level == LoggingLevel.PARANOID, document.pseudonymise(), document.actions());
        return new Judges(
                version(text, level, engine, rules),
                level,
                document.ack(),
                engine,
                plan,
                rules,
                correlations(rules, errors),
                new PolicySummary(
                        document.pseudonymise(),
                        engine.types(),
                        notLoaded(text, document, rules),
                        ownCorrelations(document, rules),
                        document.retention()));
    }

    /**
     * What waits for a list in the built-in pack concerns only a policy that gives lists, and who asks for what is
     * built in.
     */
    private static List<String> notLoaded(String text, PolicyDocument document, RuleSet rules) {
        var all = text.isEmpty() || !document.allowLists().isEmpty();
        return rules.notLoaded().stream()
                .filter(problem -> all || !BUILT_IN.notLoaded().contains(problem))
                .map(RuleProblem::sentence)
                .toList();
    }

    private static DetectorEngine engine(PolicyDocument document, LoggingLevel level, List<PolicyError> errors) {
        var paranoid = level == LoggingLevel.PARANOID;
        var off = new HashSet<String>();
        for (var type : document.detectorsOff()) {
            if (DetectorEngine.isBuiltIn(type)) {
                off.add(type);
            } else {
                errors.add(unknown(document, "detectors.off", "type", type, BUILT_IN_TYPES));
            }
        }
        var problems = CustomDetector.problems(document.ownDetectors());
        problems.forEach(problem -> errors.add(
                new PolicyError(0, "detectors.own[" + problem.index() + "]." + problem.member(), problem.reason())));
        var engine = document.detectorsOff().isEmpty()
                        && document.ownDetectors().isEmpty()
                ? (paranoid ? DetectorEngine.paranoid() : DetectorEngine.builtIn())
                : DetectorEngine.custom(off, paranoid, problems.isEmpty() ? document.ownDetectors() : List.of());
        document.actions().keySet().forEach(type -> {
            if (!DetectorEngine.isBuiltIn(type) && !engine.types().contains(type)) {
                errors.add(unknown(document, "detectors.actions", "type", type, BUILT_IN_TYPES));
            }
        });
        return engine;
    }

    private static RuleSet rules(PolicyDocument document, List<PolicyError> errors) {
        checkFrameworks(document, errors);
        var ofPolicy = document.rulesOff().isEmpty()
                && document.ownRules().isEmpty()
                && document.allowLists().isEmpty()
                && document.frameworks().isEmpty();
        if (ofPolicy) {
            checkCost(0, document, errors);
            return BUILT_IN;
        }
        var loaded = load(document);
        loaded.errors().forEach(error -> errors.add(new PolicyError(0, "rules.own." + error.file(), error.sentence())));
        checkCost(loaded.ownProgramSum(), document, errors);
        if (loaded.rules().rules().size() > BUILT_IN.rules().size() + OWN_RULES_MAX) {
            errors.add(new PolicyError(0, "rules.own", "there are more than " + OWN_RULES_MAX + " rules"));
        }
        var known = new HashSet<String>();
        BUILT_IN.notLoaded().forEach(rule -> known.add(rule.rule()));
        BUILT_IN.rules().stream().map(Rule::slug).forEach(known::add);
        BUILT_IN_CORRELATIONS.rules().stream().map(Rule::slug).forEach(known::add);
        document.rulesOff().forEach(name -> {
            if (!known.contains(name)) {
                errors.add(unknown(document, "rules.off", "built-in rule", name, known));
            }
        });
        return loaded.rules();
    }

    private static PolicyError unknown(
            PolicyDocument document, String path, String what, String name, Collection<String> known) {
        return document.place(path, name)
                .error("there is no " + what + " '" + name + "'"
                        + Nearest.to(name, known)
                                .map(nearest -> " (nearest: " + nearest + ")")
                                .orElse(""));
    }

    /** So that no policy makes a worker spend seconds on a record, which it shares with other tenants. */
    private static void checkCost(long ofRules, PolicyDocument document, List<PolicyError> errors) {
        var ofDetectors = CustomDetector.programSum(document.ownDetectors());
        if (ofRules + ofDetectors > OwnRegexes.PROGRAM_SUM_MAX) {
            errors.add(new PolicyError(
                    0,
                    ofRules > ofDetectors ? "rules.own" : "detectors.own",
                    "the regular expressions of own rules and detectors have " + (ofRules + ofDetectors)
                            + " instructions together, " + ofRules + " in rules and " + ofDetectors
                            + " in detectors (expected: <= " + OwnRegexes.PROGRAM_SUM_MAX + ")"));
        }
    }

    @SuppressWarnings("ReferenceEquality") // the built-in set is one instance
    private static CorrelationSet correlations(RuleSet rules, List<PolicyError> errors) {
        return rules == BUILT_IN
                ? BUILT_IN_CORRELATIONS
                : CorrelationSet.of(
                        rules,
                        error -> errors.add(new PolicyError(
                                0, "rules.own." + error.file(), error.problem().sentence())));
    }

    private static List<String> ownCorrelations(PolicyDocument document, RuleSet rules) {
        var own = new HashSet<String>();
        document.ownRules().forEach(source -> own.add(source.name()));
        return rules.correlations().stream()
                .map(correlation -> correlation
                        .correlation()
                        .unsupported(
                                "type", "a correlation in the policy of a team, of which the whole log is evaluated,")
                        .problem())
                .filter(problem -> own.contains(problem.file()))
                .map(RuleProblem::sentence)
                .toList();
    }

    private static LoadedRules load(PolicyDocument document) {
        var sources = new ArrayList<RuleSource>();
        for (var source : RuleSource.builtIn()) {
            if (isWanted(source, document)) {
                sources.add(source);
            }
        }
        return RuleSet.load(sources, document.ownRules(), document.allowLists(), document.rulesOff());
    }

    private static boolean isWanted(RuleSource source, PolicyDocument document) {
        var frameworks = document.frameworks();
        return frameworks.isEmpty()
                || !source.name().startsWith(CONTROLS_PREFIX)
                || frameworks.get().contains(frameworkOf(source));
    }

    private static String frameworkOf(RuleSource source) {
        return source.name().substring(CONTROLS_PREFIX.length(), source.name().lastIndexOf('.'));
    }

    private static void checkFrameworks(PolicyDocument document, List<PolicyError> errors) {
        var known = new HashSet<String>();
        BUILT_IN.frameworks().forEach(framework -> known.add(framework.id()));
        for (var framework : document.frameworks().orElse(Set.of())) {
            if (!known.contains(framework)) {
                errors.add(unknown(document, "frameworks", "framework", framework, known));
            }
        }
    }

    /** Names what records are judged by: two policies that judge differently have different versions. */
    private static String version(String text, LoggingLevel level, DetectorEngine engine, RuleSet rules) {
        var parts = String.join("\n", level.wireName(), String.join(",", engine.types()), rules.version(), text);
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
