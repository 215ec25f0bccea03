// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Copies of records that prove themselves: for an auditor the whole log, for a person what there is of the person.
 * Start at {@link io.deedbook.storage.export.Exports}; the files are described in {@code docs/ERASURE.md}.
 */
@NullMarked
package io.deedbook.storage.export;

import org.jspecify.annotations.NullMarked;
