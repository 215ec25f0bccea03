// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The pages for people under /dashboard; start at {@code DashboardRoutes}. */
@NullMarked
package io.deedbook.collector.dashboard;

import org.jspecify.annotations.NullMarked;
