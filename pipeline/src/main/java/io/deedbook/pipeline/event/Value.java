// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.event;

import java.util.List;

/**
 * An OTLP {@code AnyValue} as decoded. Strings are well-formed Unicode without U+0000 (the decoders replace lone
 * surrogates, malformed UTF-8 and NUL by U+FFFD), because PostgreSQL stores neither.
 *
 * <p>Source: opentelemetry-proto {@code common/v1/common.proto}.
 */
public sealed interface Value {
    /** The value that was sent without any of the cases set. */
    None NONE = new None();

    /** A string. */
    record Text(String text) implements Value {}

    /** A signed 64-bit integer. */
    record Int(long number) implements Value {}

    /** An IEEE 754 double, NaN and the infinities included. */
    record Decimal(double number) implements Value {}

    /** A boolean. */
    record Bool(boolean truth) implements Value {}

    /** Bytes; the receiver of the value owns the array. */
    record Bytes(byte[] bytes) implements Value {}

    /** An array. */
    record Items(List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A nested key-value list. */
    record Fields(Attributes fields) implements Value {}

    /** Nothing. */
    record None() implements Value {}
}
