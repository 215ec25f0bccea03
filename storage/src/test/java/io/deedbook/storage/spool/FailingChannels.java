// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** A disk that is full after some bytes, or does not force what was written. */
final class FailingChannels implements Channels {
    private long bytesLeft = Long.MAX_VALUE;
    private boolean forces = true;

    /** From now on there is room for so many bytes; the write that exceeds them is torn. */
    void bytesLeft(long bytes) {
        bytesLeft = bytes;
    }

    void forces(boolean does) {
        forces = does;
    }

    @Override
    public FileChannel open(Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new Channel(FileChannel.open(file, options, attributes));
    }

    private final class Channel extends FileChannel {
        private final FileChannel inner;

        Channel(FileChannel inner) {
            this.inner = inner;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            if (bytesLeft == 0) {
                throw new IOException("No space left on device");
            }
            var count = (int) Math.min(bytesLeft, bytes.remaining());
            bytesLeft -= count;
            var some = bytes.slice(bytes.position(), count);
            bytes.position(bytes.position() + count);
            return inner.write(some, position);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return write(bytes, inner.size());
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (!forces) {
                throw new IOException("Input/output error");
            }
            inner.force(metaData);
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return inner.read(bytes);
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return inner.read(bytes, position);
        }

        @Override
        public long size() throws IOException {
            return inner.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            inner.truncate(size);
            return this;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            inner.close();
        }

        @Override
        public long read(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
