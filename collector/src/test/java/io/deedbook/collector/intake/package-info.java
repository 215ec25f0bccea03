// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Sends requests of every kind to a real server and looks at its answers. */
@NullMarked
package io.deedbook.collector.intake;

import org.jspecify.annotations.NullMarked;
