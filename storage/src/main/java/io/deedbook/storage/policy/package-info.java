// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The policies of tenants and teams, every version of them; start at {@code PolicyStore}. */
@NullMarked
package io.deedbook.storage.policy;

import org.jspecify.annotations.NullMarked;
