// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class EncodedBodyTest {
    @Test
    void takesGzip_whereItIsNamedAndNotRefused() {
        for (var header : List.of("gzip", "br, GZIP;q=0.5", "deflate,gzip ; q=1")) {
            assertThat(EncodedBody.takesGzip(header)).as(header).isTrue();
        }
        for (var header : List.of("", "br", "gzip;q=0", "gzip; q=0.000", "xgzip", "identity")) {
            assertThat(EncodedBody.takesGzip(header)).as(header).isFalse();
        }
        assertThat(EncodedBody.takesGzip(null)).isFalse();
    }

    @Test
    void gzip_canBeUndone() throws IOException {
        var body = Buffer.buffer("entry".repeat(1_000));
        var gzip = EncodedBody.gzip(body);
        assertThat(gzip.length()).isLessThan(body.length());
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip.getBytes()))) {
            assertThat(in.readAllBytes()).isEqualTo(body.getBytes());
        }
    }

    @Test
    void tag_differsWithTheBody() {
        assertThat(EncodedBody.tag(Buffer.buffer("a"))).isNotEqualTo(EncodedBody.tag(Buffer.buffer("b")));
        assertThat(EncodedBody.tag(Buffer.buffer("a"))).matches("W/\"[0-9A-Za-z_-]{16}\"");
    }
}
