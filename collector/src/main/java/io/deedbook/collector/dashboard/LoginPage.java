// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * The page to sign in.
 *
 * @param error why it did not work, or null
 * @param next where to go afterwards
 */
public record LoginPage(Chrome chrome, @Nullable String error, String next) {}
