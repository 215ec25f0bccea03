// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * A rule that a record was judged by.
 *
 * @param level of risk, or null for a rule that this version does not know
 * @param href other records that it matched
 */
public record RuleNote(
        String slug,
        String title,
        String description,
        @Nullable String level,
        String href) {}
