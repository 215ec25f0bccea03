// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.policy.CompiledPolicy;
import io.deedbook.pipeline.policy.LoggingLevel;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.pipeline.rule.RuleSet;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles the policy of a tenant or team once, and keeps it for the export path. Thread-safe. */
public final class Policies {
    private final LoggingLevel level;
    private final DetectorEngine engine;
    private final RuleSet rules;
    private final String version;
    private final Function<Tenant, Future<TokenKey>> tokenKeys;
    private final Function<Tenant, Future<byte[]>> exportSecrets;
    // bounded by the tenants and teams that have keys; holds values, because a Future stays on the event loop it came
    // from
    private final ConcurrentMap<Owner, ExportPolicy> compiled = new ConcurrentHashMap<>();

    /**
     * @param level how much content is kept
     * @param tokenKeys looks up the key under which a tenant's findings become tokens
     * @param exportSecrets looks up the secret under which a tenant's requests are named, 32 bytes
     */
    public Policies(
            LoggingLevel level,
            Function<Tenant, Future<TokenKey>> tokenKeys,
            Function<Tenant, Future<byte[]>> exportSecrets) {
        this.level = level;
        this.tokenKeys = tokenKeys;
        this.exportSecrets = exportSecrets;
        engine = level == LoggingLevel.PARANOID ? DetectorEngine.paranoid() : DetectorEngine.builtIn();
        rules = RuleSet.builtIn();
        version = version(level, engine, rules);
    }

    private record Owner(Tenant tenant, @Nullable String team) {}

    /** What the export path needs to know about whose events it takes. */
    record ExportPolicy(CompiledPolicy policy, ExportKeys keys) {}

    /** The policy that applies to a principal; fails with a {@code Refusal} when the database is away. */
    Future<ExportPolicy> of(Principal principal) {
        var owner = new Owner(principal.tenant(), principal.team());
        var known = compiled.get(owner);
        return known != null ? Future.succeededFuture(known) : compile(owner);
    }

    private Future<ExportPolicy> compile(Owner owner) {
        return tokenKeys
                .apply(owner.tenant())
                .compose(tokenKey -> exportSecrets
                        .apply(owner.tenant())
                        .map(secret -> compiled.computeIfAbsent(owner, o -> compile(o, tokenKey, secret))));
    }

    private ExportPolicy compile(Owner owner, TokenKey tokenKey, byte[] exportSecret) {
        var redactor = new Redactor(engine, tokenKey, level == LoggingLevel.PARANOID);
        var policy = new CompiledPolicy(owner.tenant(), owner.team(), version, level, redactor, rules);
        return new ExportPolicy(policy, new ExportKeys(exportSecret));
    }

    /** Names what records were judged by: two policies that would judge differently have different versions. */
    private static String version(LoggingLevel level, DetectorEngine engine, RuleSet rules) {
        var parts = String.join("\n", level.wireName(), String.join(",", engine.types()), rules.version());
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
