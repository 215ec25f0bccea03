// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Setting, removing and looking at policies; start at {@code PolicyDesk}. */
@NullMarked
package io.deedbook.collector.policy;

import org.jspecify.annotations.NullMarked;
