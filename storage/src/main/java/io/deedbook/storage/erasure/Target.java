// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import java.util.UUID;

/** A record from which something is erased. */
record Target(long index, UUID id) {}
