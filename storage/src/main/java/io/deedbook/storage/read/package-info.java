// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Reads records and evidence back; start at {@code RecordReader}. */
@NullMarked
package io.deedbook.storage.read;

import org.jspecify.annotations.NullMarked;
