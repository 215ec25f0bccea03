// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import io.deedbook.storage.ledger.AppendRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Requests that were read together, the message of each, and up to where partitions are done with when they are in the
 * ledger.
 */
final class TopicBatch {
    /** As many as the spool gives at once. */
    private static final int RECORDS_MAX = 4_096;

    private static final long BYTES_MAX = 4L << 20;

    private final List<AppendRequest> requests = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();

    // Mutable state, owned by the reader's thread.
    private int recordCount;
    private long bytes;

    void add(AppendRequest request, ConsumerRecord<byte[], byte[]> message) {
        requests.add(request);
        messages.add(message);
        recordCount += request.records().size();
        bytes += message.serializedValueSize();
    }

    /** A message is done with when the batch is. */
    void reached(ConsumerRecord<byte[], byte[]> message) {
        ends.put(new TopicPartition(message.topic(), message.partition()), new OffsetAndMetadata(message.offset() + 1));
    }

    void alsoReached(TopicBatch later) {
        ends.putAll(later.ends);
    }

    boolean isFull() {
        return recordCount >= RECORDS_MAX || bytes >= BYTES_MAX;
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    List<AppendRequest> requests() {
        return requests;
    }

    ConsumerRecord<byte[], byte[]> message(int position) {
        return messages.get(position);
    }

    /** When its first request came. */
    long receivedUnixNanos() {
        return requests.get(0).records().get(0).receivedUnixNanos();
    }

    Map<TopicPartition, OffsetAndMetadata> ends() {
        return ends;
    }
}
