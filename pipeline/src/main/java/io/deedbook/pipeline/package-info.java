// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The meaning of a record: pure CPU. Start reading at {@code Pipeline}, which tells an event's way to a record. */
@NullMarked
package io.deedbook.pipeline;

import org.jspecify.annotations.NullMarked;
