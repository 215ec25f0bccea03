// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Replays sample telemetry and says what to look at. */
@NullMarked
package io.deedbook.collector.demo;

import org.jspecify.annotations.NullMarked;
