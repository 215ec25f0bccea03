// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** The database: connections, migrations, roles, partitions, and the embedded server. */
@NullMarked
package io.deedbook.storage.postgres;

import org.jspecify.annotations.NullMarked;
