// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The export path: from a request to its answer; start at {@code IntakeRoutes}, which tells the whole way. */
@NullMarked
package io.deedbook.collector.intake;

import org.jspecify.annotations.NullMarked;
