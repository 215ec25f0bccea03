// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

/**
 * Says that records are durable.
 *
 * @param firstIndex index of the first record in the tenant's log
 * @param count how many records, at consecutive indexes
 * @param duplicate whether they had been stored by an earlier sending of the same request
 */
public record Receipt(long firstIndex, int count, boolean duplicate) {}
