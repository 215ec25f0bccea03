// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Turns committed heads into signed checkpoints and tiles, and proofs out of them; start at
 * {@code CheckpointPublisher}.
 */
@NullMarked
package io.deedbook.storage.evidence;

import org.jspecify.annotations.NullMarked;
