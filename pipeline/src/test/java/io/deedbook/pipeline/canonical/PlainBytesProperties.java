// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Eight at a time against one at a time. */
class PlainBytesProperties {
    @Property
    void end_isWhereTheFirstByteIsThatHasToBeEscaped(
            @ForAll @Size(max = 40) byte[] bytes, @ForAll @IntRange(max = 40) int from) {
        var begin = Math.min(from, bytes.length);

        assertThat(PlainBytes.end(bytes, begin))
                .isEqualTo(IntStream.range(begin, bytes.length)
                        .filter(at -> isEscaped(bytes[at]))
                        .findFirst()
                        .orElse(bytes.length));
    }

    @Property
    void asciiEnd_isThereOrWhereTheFirstByteBeyondAsciiIs(
            @ForAll @Size(max = 40) byte[] bytes, @ForAll @IntRange(max = 40) int from) {
        var begin = Math.min(from, bytes.length);

        assertThat(PlainBytes.asciiEnd(bytes, begin))
                .isEqualTo(IntStream.range(begin, bytes.length)
                        .filter(at -> bytes[at] < 0 || isEscaped(bytes[at]))
                        .findFirst()
                        .orElse(bytes.length));
    }

    /**
     * Each byte at each place among plain ones, with each neighbour after it: what borrows is not taken for another.
     */
    @Example
    void end_tellsEachByteFromItsNeighbours() {
        for (var place = 0; place < 16; place++) {
            for (var one = 0; one < 256; one++) {
                for (var next = 0; next < 256; next++) {
                    var bytes = "plain bytes, all".getBytes(StandardCharsets.US_ASCII);
                    bytes[place] = (byte) one;
                    if (place + 1 < bytes.length) {
                        bytes[place + 1] = (byte) next;
                    }
                    var end = place;
                    while (end < bytes.length && !isEscaped(bytes[end])) {
                        end++;
                    }
                    if (PlainBytes.end(bytes, 0) != end) {
                        assertThat(PlainBytes.end(bytes, 0))
                                .as("%d before %d at %d", one, next, place)
                                .isEqualTo(end);
                    }
                }
            }
        }
    }

    private static boolean isEscaped(byte unit) {
        return (unit >= 0 && unit < ' ') || unit == '"' || unit == '\\';
    }
}
