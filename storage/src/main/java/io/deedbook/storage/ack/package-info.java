// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tells when records are more than committed: covered by a signed or witnessed checkpoint; start at {@code AckWaits}.
 */
@NullMarked
package io.deedbook.storage.ack;

import org.jspecify.annotations.NullMarked;
