// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.pipeline.rule.Framework;
import io.deedbook.pipeline.rule.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCompilerTest {
    private static final String OWN_RULE = """
            rules:
              own:
                mine.yml: |
                  title: Unapproved connector
                  id: 7d6a6e5c-2f5b-4f0e-9a60-0a3e0c1d2b3c
                  logsource: {product: ai_agent, category: connector_access}
                  detection:
                    selection: {connector|exists: true}
                    filter: {connector|expand: '%mine%'}
                    condition: selection and not filter
            """;

    private final PolicyCompiler compiler = new PolicyCompiler(LoggingLevel.STANDARD);

    @Test
    void compile_withoutADocumentTakesWhatIsBuiltIn() {
        var policy = compile(null);

        assertThat(policy.level()).isEqualTo(LoggingLevel.STANDARD);
        assertThat(policy.rules()).isSameAs(PolicyCompiler.builtInRules());
        assertThat(policy.version()).isEqualTo(compile(null).version());
    }

    @Test
    void compile_saysWhereAnUnknownNameStandsAndWhichIsNearest() {
        var refused = refuse("""
                level: full
                detectors:
                  off:
                    - ipv4
                    - emial
                  actions: {credit_crad: mask}
                rules: {off: [secret-in-contents]}
                frameworks:
                  - gdrp
                """);

        assertThat(refused.errors())
                .extracting(PolicyError::toString)
                .containsExactlyInAnyOrder(
                        "line 5: detectors.off[1]: there is no type 'emial' (nearest: email)",
                        "line 6: detectors.actions.credit_crad: there is no type 'credit_crad' (nearest: credit_card)",
                        "line 7: rules.off[0]: there is no built-in rule 'secret-in-contents'"
                                + " (nearest: secret-in-content)",
                        "line 9: frameworks[0]: there is no framework 'gdrp' (nearest: gdpr)");
    }

    @Test
    void compile_saysWhatIsWrongInTheOrderOfTheText() {
        var refused = refuse("""
                frameworks:
                  - gdrp
                detectors:
                  off: [emial]
                level: ful
                retention:
                  contents: 30d
                  entries: 6 years
                """);

        assertThat(refused.errors()).extracting(PolicyError::line).isSorted().hasSize(5);
        assertThat(refused.errors())
                .extracting(PolicyError::toString)
                .anySatisfy(
                        error -> assertThat(error).startsWith("line 5: level").contains("(nearest: full)"))
                .anySatisfy(error -> assertThat(error)
                        .startsWith("line 7: retention.contents")
                        .contains("(nearest: content)"));
    }

    @Test
    void compile_saysOfTheBuiltInPackOnlyWhatConcernsThePolicy() {
        assertThat(compile(null).summary().notLoaded(false)).hasSize(1);
        assertThat(compile("level: full").summary().notLoaded(false)).isEmpty();
        assertThat(compile("allowLists: {approved_mcp_server: [crm]}").summary().notLoaded(false))
                .singleElement()
                .asString()
                .contains("%approved_mcp_servers%");
        assertThat(compile("allowLists: {approved_mcp_servers: [crm]}")
                        .summary()
                        .notLoaded(false))
                .isEmpty();
    }

    @Test
    void compile_readsJsonToo() {
        assertThat(compile("{\"level\":\"paranoid\"}").level()).isEqualTo(LoggingLevel.PARANOID);
    }

    @Test
    void compile_leavesOutWhatIsOff() {
        var policy = compile("""
                detectors: {off: [ipv4]}
                rules: {off: [secret-in-content]}
                frameworks: [gdpr]
                """);

        assertThat(policy.summary().detectorTypes()).contains("ipv6").doesNotContain("ipv4");
        assertThat(policy.rules().rules())
                .extracting(Rule::slug)
                .contains("permissions-bypassed")
                .doesNotContain("secret-in-content");
        assertThat(policy.rules().frameworks()).extracting(Framework::id).containsExactly("gdpr");
    }

    @Test
    void compile_givesAllowListsToRules() {
        assertThat(compile(OWN_RULE + "allowLists: {mine: [crm]}").rules().rules())
                .extracting(Rule::slug)
                .contains("unapproved-connector");
        assertThat(compile(OWN_RULE).summary().notLoaded()).anyMatch(rule -> rule.contains("%mine%"));
    }

    @Test
    void compile_givesPoliciesThatDifferVersionsThatDiffer() {
        var versions = new HashSet<String>();
        for (var document : List.of("level: full", "level: minimal", "pseudonymise: true", OWN_RULE)) {
            assertThat(versions.add(compile(document).version())).isTrue();
        }
        assertThat(versions.add(compile(null).version())).isTrue();
    }

    @Test
    void compile_findsEveryErrorAtOnce() {
        var refused = refuse("""
                level: 7
                pseudonymise: maybe
                detectors: {off: ipv4, actions: {email: shred, nothing: mask}}
                rules: {own: {'a/b': x}}
                allowLists: {a: {b: c}}
                """);

        assertThat(refused.errors())
                .extracting(PolicyError::at)
                .contains(
                        "level",
                        "pseudonymise",
                        "detectors.off",
                        "detectors.actions.email",
                        "detectors.actions.nothing",
                        "rules.own",
                        "allowLists.a");
        assertThat(refused.errors()).filteredOn(error -> error.line() > 0).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a", "a", "level: full\n---\nlevel: full", "a: &x b\nc: *x", "level: [", "\u0000"})
    void compile_refusesWhatIsNoPolicy(String document) {
        if (document.isEmpty()) {
            assertThat(compile(document).level()).isEqualTo(LoggingLevel.STANDARD);
        } else {
            assertThat(refuse(document).errors()).isNotEmpty();
        }
    }

    @Test
    void compile_boundsWhatAPolicyMayHold() {
        assertThat(refuse("frameworks: [" + "gdpr,".repeat(2_000) + "gdpr]").errors())
                .anyMatch(error -> error.at().equals("frameworks"));
        assertThat(refuse("detectors: {own: [" + "{name: a, pattern: 'ab+'},".repeat(100) + "]}")
                        .errors())
                .anyMatch(error -> error.at().startsWith("detectors.own[64]"));
        assertThat(refuse("#" + "x".repeat(300_000)).errors()).isNotEmpty();
    }

    @Test
    void compile_boundsWhatOwnPatternsCostTogether() {
        var ofDetectors = IntStream.range(0, 5)
                .mapToObj(number -> "{name: own_" + number + ", pattern: 'ab" + number + "[a-z]{0,200}'}")
                .collect(Collectors.joining(", ", "detectors: {own: [", "]}\n"));
        var refused = refuse("level: loud\n" + ofDetectors + ownRules(40, "x[0-9]{0,100}y"));

        assertThat(refused.errors()).extracting(PolicyError::at).contains("level", "rules.own");
        assertThat(refused.getMessage())
                .containsPattern("have \\d{5} instructions together, 8\\d{3} in rules and 2\\d{3} in detectors")
                .contains("(expected: <= 8000)");
        assertThat(compile(ofDetectors + ownRules(10, "x[0-9]{0,100}y")).rules().rules())
                .extracting(Rule::slug)
                .contains("own-9");
    }

    @Test
    void compile_countsAnExpressionAsOftenAsAConditionNamesIt() {
        assertThat(refuse(ownRules(1, "x[0-9]{0,500}y")
                                .replace("condition: a", "condition: " + "a or ".repeat(20) + "a"))
                        .getMessage())
                .contains("instructions together");
    }

    @Test
    void compile_stopsCompilingWhereAListMakesTooManyExpressions() {
        var list = IntStream.range(0, 1_000).mapToObj(number -> "e" + number).collect(Collectors.joining(","));
        var refused = refuse(
                ownRules(3, "%many%[0-9]{0,900}").replace("|re", "|re|expand") + "allowLists: {many: [" + list + "]}");

        assertThat(refused.getMessage()).contains("the others are not read");
    }

    @Test
    void compile_boundsTheCharactersThatListsStandFor() {
        var list = IntStream.range(0, 1_000).mapToObj(number -> "e" + number).collect(Collectors.joining(","));
        var refused = refuse(ownRules(1, "%long%%many%").replace("|re", "|contains|expand") + "allowLists: {many: ["
                + list + "], long: [" + "x".repeat(8_000) + "]}");

        assertThat(refused.getMessage()).contains("characters");
    }

    @Test
    void compile_namesCorrelationsThatATeamsPolicyDoesNotHave() {
        var policy = compile("""
                rules:
                  own:
                    mine.yml: |
                      title: Many failures
                      name: many-failures
                      correlation:
                        type: event_count
                        rules: [tool-call-rejected]
                        group-by: [sessionId]
                        timespan: 10m
                        condition: {gte: 7}
                """);

        assertThat(policy.summary().notLoaded(false)).noneMatch(rule -> rule.contains("'many-failures'"));
        assertThat(policy.summary().notLoaded(true))
                .filteredOn(rule -> rule.contains("'many-failures'"))
                .singleElement()
                .asString()
                .contains("mine.yml", "a correlation in the policy of a team");
        assertThat(compile(null).summary().notLoadedInTeams()).isEmpty();
    }

    @Test
    void kept_isBoundedByTheLengthOfTheTexts() {
        var kept = new KeptByText<Integer>(3, 100);
        for (var number = 0; number < 10; number++) {
            kept.put(number + "x".repeat(39), number);
            assertThat(kept.chars()).isLessThanOrEqualTo(100);
        }
        assertThat(kept.count()).isEqualTo(2);
        assertThat(kept.get("9" + "x".repeat(39))).isEqualTo(9);
        kept.put("y".repeat(101), 1);
        assertThat(kept.count()).isZero();
        List.of("a", "b", "c", "d").forEach(text -> kept.put(text, 1));
        assertThat(kept.count()).isEqualTo(3);
        assertThat(kept.get("a")).isNull();
    }

    private static String ownRules(int count, String regex) {
        var rules = new StringBuilder("rules:\n  own:\n");
        for (var number = 0; number < count; number++) {
            rules.append("""
                        own%1$d.yml: |
                          title: Own %1$d
                          logsource: {product: ai_agent}
                          detection: {a: {'content.prompt|re': '%1$d%2$s'}, condition: a}
                    """.formatted(number, regex));
        }
        return rules.toString();
    }

    private CompiledPolicy compile(@Nullable String document) {
        return compiler.compile(new Tenant(1, "t"), null, document, new TokenKey(new byte[32]));
    }

    private PolicyException refuse(String document) {
        return catchThrowableOfType(PolicyException.class, () -> compile(document));
    }
}
