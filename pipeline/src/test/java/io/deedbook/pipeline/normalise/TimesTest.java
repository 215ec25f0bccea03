// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Value;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {
    private static final long MILLIS = Instant.parse("2026-03-03T03:49:27.043Z").toEpochMilli();

    @Property(tries = 500)
    void repeated_knowsTheTimeAsTheClientWritesIt(@ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long millis) {
        var odd = millis - millis % 1_000 + 1 + millis % 999;
        var stamp = new Value.Text(Instant.ofEpochMilli(odd).toString());

        assertThat(Times.repeated(stamp, odd * 1_000_000)).isTrue();
        assertThat(Times.repeated(stamp, (odd + 1) * 1_000_000)).isFalse();
        assertThat(Times.repeated(stamp, odd * 1_000_000 + 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-31T03:49:27.043Z",
                "2026-03-02T27:49:27.043Z",
                "2026-03-03T03:48:87.043Z",
                "2026-03-03 03:49:27.043Z",
                "2026-03-03T03:49:27.043z",
                "2026-03-03T03:49:27Z",
                "٢٠٢٦-03-03T03:49:27.043Z",
                ""
            })
    void repeated_leavesEveryOtherFormToTheAttributes(String stamp) {
        assertThat(Times.repeated(new Value.Text(stamp), MILLIS * 1_000_000)).isFalse();
    }
}
