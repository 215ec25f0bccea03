// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What of a leaf of the ledger tells which event it is.
 *
 * @param index its place in the log
 * @param isRecord whether a client reported it; the server has entries of its own
 * @param occurredUnixNanos the client's clock
 * @param receivedUnixNanos the server's clock
 */
record Leaf(long index, boolean isRecord, long occurredUnixNanos, long receivedUnixNanos) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads one.
     *
     * @throws IOException when it is no leaf
     */
    static Leaf parse(long index, byte[] bytes, int from, int length) throws IOException {
        try (var parser = JSON.createParser(bytes, from, length)) {
            var isRecord = false;
            var occurred = -1L;
            var received = -1L;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("The leaf " + index + " is no object.");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "kind" -> isRecord = parser.getText().equals("record");
                    case "occurred" -> occurred = number(parser);
                    case "received" -> received = number(parser);
                    default -> parser.skipChildren();
                }
            }
            return new Leaf(index, isRecord, occurred, received);
        }
    }

    /** 64-bit numbers are strings in a leaf. */
    private static long number(JsonParser parser) throws IOException {
        try {
            return Long.parseLong(parser.getText());
        } catch (NumberFormatException e) {
            throw new IOException("A time in a leaf is no number.", e);
        }
    }
}
