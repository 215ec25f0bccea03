// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CanonicalJsonTest {
    @Test
    void string_escapesAsRfc8785Does() {
        var json = new CanonicalJson(16).string("€$\u000f\nA'B\"\\\\\"/\u007f\u0000\t\b\f\r");

        assertThat(json.toString()).isEqualTo("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\\u0000\\t\\b\\f\\r\"");
    }

    @Test
    void integer_becomesAStringWhereADoubleCouldNotHoldIt() {
        var json = new CanonicalJson(16).startArray();
        json.integer(1L << 53)
                .integer((1L << 53) + 1)
                .integer(-(1L << 53))
                .integer(Long.MIN_VALUE)
                .endArray();

        assertThat(json.toString())
                .isEqualTo("[9007199254740992,\"9007199254740993\",-9007199254740992,\"-9223372036854775808\"]");
    }

    @Test
    void attributes_areSortedAndKeepEveryValueOfARepeatedKey() {
        var attributes = Attributes.builder(4)
                .add("b", new Value.Bool(true))
                .add("a", new Value.Int(1))
                .add("b", new Value.Text("second"))
                .add("b#2", Value.NONE)
                .build();

        assertThat(new CanonicalJson(16).attributes(attributes).toString())
                .isEqualTo("{\"a\":1,\"b\":true,\"b#2\":\"second\",\"b#2#2\":null}");
    }

    /** A sender may repeat a key as often as it has attributes; counting each up from 2 would take minutes here. */
    @Test
    @Timeout(20)
    void attributes_numberAHundredThousandOfOneKeyAtOnce() {
        var attributes = Attributes.builder(100_000);
        for (var copy = 0; copy < 100_000; copy++) {
            attributes.add("a", new Value.Int(copy));
        }

        assertThat(new CanonicalJson(16).attributes(attributes.build()).toString())
                .startsWith("{\"a\":0,\"a#10\":9,")
                .contains("\"a#100000\":99999");
    }

    @Test
    void value_nestsArraysAndObjectsAndHasNoFloatingPointNumbers() {
        var nested = Attributes.builder(2)
                .add("y", new Value.Items(List.of(new Value.Decimal(0.1), new Value.Bytes(new byte[] {1, 2}))))
                .add("x", new Value.Fields(Attributes.EMPTY))
                .build();

        assertThat(new CanonicalJson(16).value(new Value.Fields(nested)).toString())
                .isEqualTo("{\"x\":{},\"y\":[\"0.1\",\"AQI=\"]}");
    }
}
