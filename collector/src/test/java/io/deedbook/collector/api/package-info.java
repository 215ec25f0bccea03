// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the read API, in front of the real storage; start at {@code ApiRoutesIT}. */
@NullMarked
package io.deedbook.collector.api;

import org.jspecify.annotations.NullMarked;
