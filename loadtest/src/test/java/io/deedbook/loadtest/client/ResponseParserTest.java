// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseParserTest {
    private static final String TWO = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
            + "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 5\r\nConnection: close\r\n\r\nLater";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 40})
    void feed_givesTheSameForAnyCut(int bytes) {
        var parser = new ResponseParser();
        var answers = new ArrayList<Answer>();
        for (var at = 0; at < TWO.length(); at += bytes) {
            var answer = parser.feed(Buffer.buffer(TWO.substring(at, Math.min(at + bytes, TWO.length()))));
            if (answer != null) {
                answers.add(answer);
            }
        }
        assertThat(answers).startsWith(new Answer(200, null, ""));
        if (bytes < 40) {
            assertThat(answers).isEqualTo(List.of(new Answer(200, null, ""), new Answer(503, "2", "")));
            assertThat(parser.isClosing()).isTrue();
        }
    }

    @Test
    void feed_readsChunks() {
        var parser = new ResponseParser();

        assertThat(parser.feed(Buffer.buffer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0")))
                .isNull();
        assertThat(parser.feed(Buffer.buffer("\r\n\r\n"))).isEqualTo(new Answer(200, null, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 ok\r\n\r\n"})
    void feed_refusesWhatIsNoHttp(String bytes) {
        assertThatThrownBy(() -> new ResponseParser().feed(Buffer.buffer(bytes)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void feed_refusesAHeadWithoutEnd() {
        assertThatThrownBy(
                        () -> new ResponseParser().feed(Buffer.buffer("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
