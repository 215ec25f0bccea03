// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Evaluates stored records together and puts what it finds on record, once; start at {@code FindingEvaluator}. */
@NullMarked
package io.deedbook.storage.finding;

import org.jspecify.annotations.NullMarked;
