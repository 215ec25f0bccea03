// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The read API under /api/v1; start at {@code ApiRoutes}. */
@NullMarked
package io.deedbook.collector.api;

import org.jspecify.annotations.NullMarked;
