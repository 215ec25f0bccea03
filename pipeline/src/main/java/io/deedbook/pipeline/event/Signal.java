// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.event;

/** The three OTLP signals that are received. */
public enum Signal {
    LOGS("logs", "log"),
    TRACES("traces", "span"),
    METRICS("metrics", "metric");

    private final String path;
    private final String one;

    Signal(String path, String one) {
        this.path = path;
        this.one = one;
    }

    /** The last segment of the export path: {@code logs}, {@code traces} or {@code metrics}. */
    public String path() {
        return path;
    }

    /** What one item of the signal is called in a record: {@code log}, {@code span} or {@code metric}. */
    public String one() {
        return one;
    }
}
