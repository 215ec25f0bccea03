// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Canonical bytes, commitments and the leaf of a record; start at {@code Sealer}. */
@NullMarked
package io.deedbook.pipeline.canonical;

import org.jspecify.annotations.NullMarked;
