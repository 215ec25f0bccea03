// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** What a client reported, as decoded and before any meaning is given to it; start at {@code Event}. */
@NullMarked
package io.deedbook.pipeline.event;

import org.jspecify.annotations.NullMarked;
