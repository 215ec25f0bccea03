// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** What a tenant or team wants done with its events, compiled; start at {@code CompiledPolicy}. */
@NullMarked
package io.deedbook.pipeline.policy;

import org.jspecify.annotations.NullMarked;
