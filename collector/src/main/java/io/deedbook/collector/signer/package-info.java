// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Signing in a process apart from the collector: the reference signer, {@code SignerServer}, and who asks it,
 * {@code RemoteKeys}.
 */
@NullMarked
package io.deedbook.collector.signer;

import org.jspecify.annotations.NullMarked;
