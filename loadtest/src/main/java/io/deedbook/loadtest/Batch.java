// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

/**
 * The events of one request: {@code count} events of a session, from {@code first} on.
 *
 * @param timeUnixMillis when they happened
 */
record Batch(Session session, int first, int count, long timeUnixMillis) {}
