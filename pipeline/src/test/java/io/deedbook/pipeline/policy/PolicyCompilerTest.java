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
                        "detectors.actions",
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

    private CompiledPolicy compile(@Nullable String document) {
        return compiler.compile(new Tenant(1, "t"), null, document, new TokenKey(new byte[32]));
    }

    private PolicyException refuse(String document) {
        return catchThrowableOfType(PolicyException.class, () -> compile(document));
    }
}
