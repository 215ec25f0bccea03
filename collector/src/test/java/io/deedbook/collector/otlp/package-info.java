// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Holds the decoders against the generated classes and against hostile bodies. */
@NullMarked
package io.deedbook.collector.otlp;

import org.jspecify.annotations.NullMarked;
