// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The reference signer, a process apart from the collector; start at {@code SignerServer}. */
@NullMarked
package io.deedbook.collector.signer;

import org.jspecify.annotations.NullMarked;
