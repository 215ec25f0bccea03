// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A witness of other people's logs (C2SP tlog-witness), without its HTTP door and without a database; start at
 * {@code Witness}.
 */
@NullMarked
package io.deedbook.storage.witness;

import org.jspecify.annotations.NullMarked;
