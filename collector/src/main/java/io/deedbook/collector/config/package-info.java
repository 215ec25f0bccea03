// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Options from flags, environment, file and defaults; start at {@code CollectorOptions}. */
@NullMarked
package io.deedbook.collector.config;

import org.jspecify.annotations.NullMarked;
