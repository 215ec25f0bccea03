// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomBytesTest {
    @Test
    void take_givesNoByteTwiceOverManyBlocks() {
        var random = new RandomBytes();
        var seen = new HashSet<String>();
        for (var draw = 0; draw < 10_000; draw++) {
            assertThat(seen.add(new String(random.take(16), StandardCharsets.ISO_8859_1)))
                    .isTrue();
        }
    }

    @Test
    void take_givesSeveralThreadsDifferentBytes() {
        var random = new RandomBytes();
        var seen = ConcurrentHashMap.<String>newKeySet();

        IntStream.range(0, 20_000)
                .parallel()
                .forEach(draw -> seen.add(new String(random.take(33), StandardCharsets.ISO_8859_1)));

        assertThat(seen).hasSize(20_000);
    }

    @Test
    void take_usesAllValuesOfAByte() {
        var values = new HashSet<Byte>();
        for (var value : new RandomBytes().take(4096)) {
            values.add(value);
        }

        assertThat(values).hasSizeGreaterThan(250);
    }

    @Test
    void take_differsFromOneInstanceToTheNext() {
        assertThat(new RandomBytes().take(32)).isNotEqualTo(new RandomBytes().take(32));
    }
}
