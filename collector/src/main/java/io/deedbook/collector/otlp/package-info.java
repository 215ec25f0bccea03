// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Decodes OTLP, protobuf and JSON, into events; start at {@code OtlpDecoder}. */
@NullMarked
package io.deedbook.collector.otlp;

import org.jspecify.annotations.NullMarked;
