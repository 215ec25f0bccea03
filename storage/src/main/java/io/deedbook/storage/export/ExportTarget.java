// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import io.vertx.core.Future;
import java.io.IOException;

/**
 * Where the files of an export go, one after the other. For one export; the blocking methods are called off event
 * loops.
 */
public interface ExportTarget {
    /** Begins a file; the one before was ended. */
    void begin(String name) throws IOException;

    /** Adds to the file. */
    void write(byte[] bytes) throws IOException;

    /** Ends the file. */
    void end() throws IOException;

    /** Lets go of what is gathered; completes when there is room for more. */
    Future<Void> flush();

    /** After the last file. */
    void finish() throws IOException;
}
