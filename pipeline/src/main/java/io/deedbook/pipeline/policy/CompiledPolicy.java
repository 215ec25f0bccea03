// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.redact.Redactor;
import io.deedbook.pipeline.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the pipeline needs to know about a tenant or team, compiled once and carried by every batch.
 * Immutable.
 *
 * @param tenant whose events these are
 * @param team the team of the key, or null
 * @param version base64url SHA-256 of what the policy consists of
 * @param level how much content is kept
 * @param ack what becomes of records before their sender's request is answered
 */
public record CompiledPolicy(
        Tenant tenant,
        @Nullable String team,
        String version,
        LoggingLevel level,
        AckLevel ack,
        Redactor redactor,
        RuleSet rules,
        CorrelationSet correlations,
        PolicySummary summary) {}
