// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Witnesses over HTTP (C2SP tlog-witness), both sides; start at {@code WitnessServer} and {@code HttpWitnessDoor}. */
@NullMarked
package io.deedbook.collector.witness;

import org.jspecify.annotations.NullMarked;
