// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Has published checkpoints cosigned by witnesses, off the path of appends and of publishing; start at
 * {@code Cosigning}.
 */
@NullMarked
package io.deedbook.storage.cosign;

import org.jspecify.annotations.NullMarked;
