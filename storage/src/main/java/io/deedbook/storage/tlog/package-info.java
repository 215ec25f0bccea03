// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Merkle trees, checkpoints, signed notes and proofs in the C2SP formats; depends on nothing but BouncyCastle. */
@NullMarked
package io.deedbook.storage.tlog;

import org.jspecify.annotations.NullMarked;
