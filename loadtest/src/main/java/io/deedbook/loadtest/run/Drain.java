// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

/**
 * What became of the events that clients held back in an overload.
 *
 * @param heldEvents queued or underway at all clients when the overload ended
 * @param ended whether the clients came back to what they hold in calm, in the time that they had
 * @param seconds how long that took, or how long they had
 * @param ratePerSecond events acknowledged a second meanwhile
 */
public record Drain(long heldEvents, boolean ended, double seconds, double ratePerSecond) {}
