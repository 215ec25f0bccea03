// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** What several records say together: correlations and lost telemetry, as pure CPU; start at {@code LogEvaluation}. */
@NullMarked
package io.deedbook.pipeline.correlate;

import org.jspecify.annotations.NullMarked;
