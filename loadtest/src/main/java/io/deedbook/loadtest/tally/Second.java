// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.tally;

/**
 * One second of a run.
 *
 * @param offered events that became due in it
 * @param acknowledged events acknowledged in it
 * @param refused requests refused in it
 * @param lost events given up in it
 * @param p50Micros of the latencies of what was acknowledged in it; 0 when nothing was
 * @param p99Micros likewise
 */
public record Second(long offered, long acknowledged, long refused, long lost, long p50Micros, long p99Micros) {}
