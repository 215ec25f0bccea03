// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of witnesses over HTTP. */
@NullMarked
package io.deedbook.collector.witness;

import org.jspecify.annotations.NullMarked;
