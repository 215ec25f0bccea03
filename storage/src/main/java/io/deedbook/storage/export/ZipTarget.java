// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip that is handed on in pieces while it is made, so that no more of it is in memory than one page of records
 * takes.
 */
public final class ZipTarget implements ExportTarget {
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(made);
    private final Function<Buffer, Future<Void>> sink;

    /** @param sink takes the next bytes; completes when it can take more */
    public ZipTarget(Function<Buffer, Future<Void>> sink) {
        this.sink = sink;
    }

    @Override
    public void begin(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        zip.write(bytes);
    }

    @Override
    public void end() throws IOException {
        zip.closeEntry();
    }

    @Override
    public Future<Void> flush() {
        if (made.size() == 0) {
            return Future.succeededFuture();
        }
        var bytes = Buffer.buffer(made.toByteArray());
        made.reset();
        return sink.apply(bytes);
    }

    @Override
    public void finish() throws IOException {
        zip.finish();
    }
}
