// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Tenants, teams, keys and what a credential stands for; start at {@code Authenticator}. */
@NullMarked
package io.deedbook.storage.tenant;

import org.jspecify.annotations.NullMarked;
