// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Risk rules and framework controls; start at {@code RuleSet}. */
@NullMarked
package io.deedbook.pipeline.rule;

import org.jspecify.annotations.NullMarked;
