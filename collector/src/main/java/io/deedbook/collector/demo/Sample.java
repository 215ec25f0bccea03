// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.demo;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request as the real client sent it, body and headers unchanged. Every value in it is invented.
 *
 * @param path where it goes, such as {@code /v1/logs}
 * @param contentEncoding of the body, or empty for none
 */
record Sample(String path, String contentType, Optional<String> contentEncoding, Buffer body) {
    private static final String INDEX = "samples.txt";

    /** All samples in the order in which they are replayed. */
    static List<Sample> all() {
        return new String(bytes(INDEX), StandardCharsets.UTF_8)
                .lines()
                .map(Sample::read)
                .toList();
    }

    /** One line of the index: file, path, content type, content encoding or a dash. */
    private static Sample read(String line) {
        var columns = line.split(" ", -1);
        var encoding = Optional.of(columns[3]).filter(name -> !name.equals("-"));
        return new Sample(columns[1], columns[2], encoding, Buffer.buffer(bytes(columns[0])));
    }

    private static byte[] bytes(String name) {
        try (InputStream stream = Sample.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource: " + name + " (expected: to be packaged)");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
