// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

/** Why a request goes to the writer and not through the topic. */
enum Straight {
    /** The brokers take nothing in time. */
    AWAY,
    /** The brokers take none of its size. */
    LARGE,
    /** Its sender waits for a place in the ledger. */
    PLACE
}
