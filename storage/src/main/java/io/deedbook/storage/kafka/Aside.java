// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import io.deedbook.storage.sign.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts messages into files of their own that the ledger does not get, as they are, so that those behind them go on.
 * Used by the reader's thread; blocks.
 */
final class Aside {
    private static final Logger log = LoggerFactory.getLogger(Aside.class);
    /**
     * Whoever may write to the topic could fill the disk; what is beyond stays in the topic as long as that keeps it.
     */
    private static final int FILES_MAX = 1_000;

    private final Path directory;
    private final TopicMetrics metrics;

    // Mutable state, owned by the reader's thread.
    private int files;

    Aside(Path directory, TopicMetrics metrics) {
        this.directory = directory;
        this.metrics = metrics;
    }

    /** One that does not open. */
    void damaged(ConsumerRecord<byte[], byte[]> message, String why) {
        metrics.damaged();
        keep(message, "damaged", why);
    }

    /** One that the ledger will never take. */
    void rejected(ConsumerRecord<byte[], byte[]> message) {
        metrics.rejected(1);
        keep(message, "rejected", "the ledger refuses it");
    }

    private void keep(ConsumerRecord<byte[], byte[]> message, String ending, String why) {
        var value = message.value();
        var file =
                directory.resolve(message.topic() + '-' + message.partition() + '-' + message.offset() + '.' + ending);
        try {
            if (++files <= FILES_MAX && value != null) {
                DurableFile.createOnce(file, value);
            }
        } catch (IOException e) {
            log.error("A message could not be set aside. cause={}", e.getClass().getName());
        }
        log.error(
                "A message of the topic does not go into the ledger: {}. It is set aside. partition={} offset={} file={}",
                why,
                message.partition(),
                message.offset(),
                files <= FILES_MAX ? file : "none, there are too many");
    }
}
