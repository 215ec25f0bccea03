// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import java.util.Comparator;

/**
 * A record in a window.
 *
 * @param time when it happened, nanoseconds since the epoch
 * @param sequence the client's number, which orders what happened at one time; -1 for none
 * @param index in the log
 * @param received nanoseconds since the epoch
 * @param amount what it adds: a number, or a hash that stands for a text
 * @param rules the rules that it matches, a bit each
 */
record WindowEvent(long time, long sequence, long index, long received, long amount, int rules) {
    static final Comparator<WindowEvent> ORDER = Comparator.comparingLong(WindowEvent::time)
            .thenComparingLong(WindowEvent::sequence)
            .thenComparingLong(WindowEvent::index);
}
