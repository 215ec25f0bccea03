// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where and how records are handed over through Kafka. Its {@link #toString()} leaves the client's properties out: they
 * hold secrets.
 *
 * @param servers {@code host:port} of some brokers, separated by commas
 * @param topic that is there already
 * @param group of all that read it
 * @param consume whether this process reads what any wrote, besides writing
 * @param afterMillis how long brokers may take before records go straight to the writer
 * @param properties of the client, such as those for TLS and SASL; none of {@link #OWN_PROPERTIES}
 * @param keyFile under which records are encrypted; the same for all that write and read
 * @param asideDirectory where messages go that can't be read
 */
public record KafkaOptions(
        String servers,
        String topic,
        String group,
        boolean consume,
        long afterMillis,
        Map<String, String> properties,
        Path keyFile,
        Path asideDirectory) {
    /** A client that exits waits 2 s for its last batch, and the writer has its turn after the brokers. */
    public static final long AFTER_MILLIS_DEFAULT = 1_000;

    /** What may wait for the brokers. */
    public static final long BUFFER_BYTES = 16L << 20;

    /** What is read at once, and ahead. */
    static final int FETCH_BYTES = 4 << 20;

    /** Three brokers' answers, and two batches as objects. */
    private static final long READER_BYTES = 3L * FETCH_BYTES + (24 << 20);

    /**
     * What is not for others to set: with other values records could be lost or doubled, or take more memory,
     * unnoticed.
     */
    public static final List<String> OWN_PROPERTIES = List.of(
            "bootstrap.servers",
            "group.id",
            "enable.metrics.push",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "compression.type",
            "delivery.timeout.ms",
            "request.timeout.ms",
            "max.block.ms",
            "linger.ms",
            "batch.size",
            "buffer.memory",
            "max.in.flight.requests.per.connection",
            "partitioner.class",
            "partitioner.ignore.keys",
            "enable.auto.commit",
            "auto.offset.reset",
            "allow.auto.create.topics",
            "max.poll.records",
            "fetch.max.bytes",
            "max.partition.fetch.bytes",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer");

    public KafkaOptions {
        properties = Map.copyOf(properties);
        for (var name : OWN_PROPERTIES) {
            if (properties.containsKey(name)) {
                throw new IllegalArgumentException(name + ": is the collector's own to set");
            }
        }
        if (afterMillis < 1) {
            throw new IllegalArgumentException("afterMillis: " + afterMillis + " (expected: >= 1)");
        }
    }

    /** The most of the heap that is used for it. */
    public static long heapBytes(boolean consume) {
        return BUFFER_BYTES + (consume ? READER_BYTES : 0);
    }

    @Override
    public String toString() {
        return "KafkaOptions[servers=" + servers + ", topic=" + topic + ", group=" + group + ", consume=" + consume
                + "]";
    }
}
