// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.fixtures.Fixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real client sent decodes to what the generated classes make of it. */
final class FixtureDecodingTest {
    private final OtlpDecoder decoder = new OtlpDecoder(DecodeLimits.DEFAULT);

    static List<Fixture> fixtures() {
        return Fixture.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void decode_givesTheEventsOfTheGeneratedClasses(Fixture fixture) throws IOException {
        var body = body(fixture);
        var encoding = Encoding.of(fixture.contentType()).orElseThrow();

        var events = decoder.decode(fixture.signal(), encoding, body, body.length);

        assertThat(events).isNotEmpty().usingRecursiveComparison().isEqualTo(fixture.events());
    }

    private static byte[] body(Fixture fixture) throws IOException {
        if (!fixture.contentEncoding().equals("gzip")) {
            return fixture.body();
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(fixture.body()))) {
            return in.readAllBytes();
        }
    }
}
