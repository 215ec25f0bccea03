// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Replaces what the detectors found by stable tokens; start at {@code Redactor}. */
@NullMarked
package io.deedbook.pipeline.redact;

import org.jspecify.annotations.NullMarked;
