// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What Kafka's clients are made with: what the operator says, and on top of it what nothing may change. */
final class ClientProperties {
    /** How soon somebody else goes on where a process died. */
    private static final String SESSION_MILLIS = "10000";

    private static final int BATCH_BYTES = 64 << 10;
    private static final int POLL_MESSAGES_MAX = 500;

    private ClientProperties() {}

    /** Of a producer whose answers say that all replicas have the record, which come in time or not at all. */
    static Map<String, Object> producer(KafkaOptions options) {
        var properties = common(options);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // what is encrypted can't be made smaller
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, KafkaOptions.BUFFER_BYTES);
        var millis = Math.toIntExact(options.afterMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, options.afterMillis());
        return properties;
    }

    /** Of a consumer that says itself what it is done with, and hears of it when something is missing. */
    static Map<String, Object> consumer(KafkaOptions options) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.putAll(common(options));
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, options.group());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_MESSAGES_MAX);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, KafkaOptions.FETCH_BYTES);
        // a tenant has one partition only, and a transaction should be large
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, KafkaOptions.FETCH_BYTES);
        return properties;
    }

    static Map<String, Object> admin(KafkaOptions options) {
        return common(options);
    }

    private static Map<String, Object> common(KafkaOptions options) {
        Map<String, Object> properties = new HashMap<>(options.properties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.servers());
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        return properties;
    }
}
