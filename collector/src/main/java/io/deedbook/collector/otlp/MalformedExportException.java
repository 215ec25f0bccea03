// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

/**
 * A body that is no OTLP export, or is past a limit: sending it again would not help. The message is for the person who
 * reads the sender's log and holds none of the data.
 */
public final class MalformedExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedExportException(String message) {
        super(message, null, false, false);
    }
}
