// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import java.util.concurrent.TimeUnit;

/**
 * What the real client does by default.
 *
 * @param intervalMillis between two exports
 * @param batchMax events in one
 * @param queueMax events that wait; further ones are dropped
 * @param lifeMillis from its start to its exit
 */
public record Habits(long intervalMillis, int batchMax, int queueMax, long lifeMillis) {
    /** The defaults of the OpenTelemetry SDK as Claude Code sets them; lives of half a minute. */
    public static final Habits REAL = new Habits(5_000, 512, 2_048, TimeUnit.SECONDS.toMillis(30));
}
