// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps records in files while the database is away; start at {@code FileSpool}, the format is in
 * {@code SegmentFormat}.
 */
@NullMarked
package io.deedbook.storage.spool;

import org.jspecify.annotations.NullMarked;
