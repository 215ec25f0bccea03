// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Hands records over through Kafka; start at {@code KafkaHandOff} for the way in and at {@code TopicReader} for the way
 * out.
 */
@NullMarked
package io.deedbook.storage.kafka;

import org.jspecify.annotations.NullMarked;
