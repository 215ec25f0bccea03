// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The audit record: its fields, and its finished form; start at {@code Field}. */
@NullMarked
package io.deedbook.pipeline.record;

import org.jspecify.annotations.NullMarked;
