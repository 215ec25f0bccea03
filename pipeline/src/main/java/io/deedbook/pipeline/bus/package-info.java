// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The in-process event bus: how parts ask each other; start at {@code Bus}. */
@NullMarked
package io.deedbook.pipeline.bus;

import org.jspecify.annotations.NullMarked;
