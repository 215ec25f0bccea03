// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a gzip body (RFC 1952, several members included) piece by piece: every piece of output is reserved before it
 * is made, so a bomb is refused at its limit and not after it. Used by one thread at a time; closed by its owner.
 */
final class Gunzip implements AutoCloseable {
    private static final int INPUT_BYTES = 4 * 1024;
    private static final int PIECE_BYTES = 16 * 1024;

    private final GZIPInputStream in;
    private final BodyBytes out;

    /** @throws ExportRefusedException when {@code packed} does not start like gzip */
    Gunzip(BodyBytes packed, BodyBytes out) {
        this.out = out;
        try {
            in = new GZIPInputStream(new ByteArrayInputStream(packed.bytes(), 0, packed.size()), INPUT_BYTES);
        } catch (IOException e) {
            throw malformed();
        }
    }

    /**
     * Goes on until everything is unpacked or {@code bytesMax} more are.
     *
     * @return whether everything is unpacked
     */
    boolean advance(int bytesMax) {
        for (var left = bytesMax; left > 0; ) {
            if (out.isFull() && isAtEnd()) {
                return true;
            }
            out.makeRoom(1, 0);
            var count = read(Math.min(PIECE_BYTES, out.bytes().length - out.size()));
            if (count < 0) {
                return true;
            }
            out.advance(count);
            left -= count;
        }
        return false;
    }

    private int read(int bytesMax) {
        try {
            return in.read(out.bytes(), out.size(), bytesMax);
        } catch (IOException | StackOverflowError e) {
            // the stream goes a level deeper for each empty member, of which a body can have a million
            throw malformed();
        }
    }

    private boolean isAtEnd() {
        try {
            return in.read() < 0;
        } catch (IOException | StackOverflowError e) {
            throw malformed();
        }
    }

    private static ExportRefusedException malformed() {
        return new ExportRefusedException(Answer.malformed("The body is not valid gzip."));
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new IllegalStateException("an array can be closed", e);
        }
    }
}
