// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder that is new or empty. */
public final class FolderTarget implements ExportTarget {
    private final Path folder;

    // Mutable state, owned by whichever step of the export is at work.
    private @Nullable OutputStream file;

    /** @param folder made when missing */
    public FolderTarget(Path folder) {
        this.folder = folder;
    }

    @Override
    public void begin(String name) throws IOException {
        var path = folder.resolve(name);
        OwnerOnly.createDirectories(requireNonNull(path.getParent()));
        file = new BufferedOutputStream(OwnerOnly.newFile(path));
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        requireNonNull(file).write(bytes);
    }

    @Override
    public void end() throws IOException {
        requireNonNull(file).close();
        file = null;
    }

    @Override
    public Future<Void> flush() {
        return Future.succeededFuture();
    }

    @Override
    public void finish() {}
}
