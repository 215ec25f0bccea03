// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.handoff.EntryHead;
import io.deedbook.storage.handoff.EntrySealer;
import io.deedbook.storage.handoff.HandOffKey;
import io.deedbook.storage.handoff.UnreadableEntryException;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.sign.DurableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the spool: requests are written to the last segment, read from the first, and a segment is deleted when
 * all of it is in the ledger. One that an earlier process wrote is never written again. Used by one thread; everything
 * blocks.
 */
final class SpoolFiles implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(SpoolFiles.class);
    private static final int BATCH_RECORDS_MAX = 4_096;
    private static final long BATCH_BYTES_MAX = 4L << 20;

    private final SpoolOptions options;
    private final SpoolMetrics metrics;
    private final Channels channels;
    private final SetAside setAside;
    private final HandOffKey key;
    private final SegmentAppender appender;

    // Mutable state, owned by the spool's thread.
    private final List<Slot> slots = new ArrayList<>();
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final ArrayDeque<Batch> outstanding = new ArrayDeque<>();

    /**
     * What was read.
     *
     * @param lost how many entries that were counted before turned out not to be readable
     */
    record Read(List<AppendRequest> requests, int lost) {}

    private SpoolFiles(SpoolOptions options, SpoolMetrics metrics, Channels channels, HandOffKey key, Slot own) {
        this.options = options;
        this.metrics = metrics;
        this.channels = channels;
        this.key = key;
        setAside = new SetAside(channels, metrics);
        appender = new SegmentAppender(own, key, options, metrics, channels, segments::add);
    }

    /** Takes a slot; {@link #adopt} then finds what waits in others, and {@code found} what waits in this. */
    static SpoolFiles open(SpoolOptions options, SpoolMetrics metrics, Channels channels, Findings found)
            throws IOException {
        var key = HandOffKey.open(options.keyFile());
        DurableFile.createDirectory(options.directory());
        var own = Slot.first(options.directory());
        var files = new SpoolFiles(options, metrics, channels, key, own);
        try {
            files.take(own, found);
            metrics.isTaking(true);
            return files;
        } catch (IOException e) {
            files.close();
            throw e;
        }
    }

    /** Finds what is left by processes that have ended. */
    Findings adopt() throws IOException {
        var found = new Findings();
        for (var slot : Slot.abandoned(options.directory())) {
            take(slot, found);
        }
        return found;
    }

    private void take(Slot slot, Findings found) throws IOException {
        slots.add(slot);
        var before = found.count();
        for (var file : slot.segments()) {
            try (var reader = new SegmentReader(channels, file)) {
                scan(file, reader, found);
            }
        }
        metrics.found(found.count() - before);
        metrics.oldest(oldest());
    }

    private void scan(Path file, SegmentReader reader, Findings found) throws IOException {
        var header = reader.header();
        if (header == null || header.keyId() != key.id()) {
            strange(file, header == null && reader.size() <= SegmentFormat.HEADER_BYTES);
            return;
        }
        var size = reader.size();
        var segment = new Segment(file, header.place(), size, SegmentFormat.HEADER_BYTES);
        segment.readOffset = Math.max(segment.readOffset, DrainMark.read(segment.markFile(), header.place()));
        for (var offset = segment.readOffset; offset < size; ) {
            var piece = reader.at(offset, size);
            if (piece instanceof Piece.Whole whole && count(whole, found)) {
                segment.unread++;
            } else if (piece instanceof Piece.Torn) {
                segment.size = offset;
                cut(file, offset);
            }
            offset = piece.end();
        }
        metrics.bytes(segment.size);
        segments.add(segment);
        if (segment.isRead()) {
            delete(segment);
        }
    }

    private static boolean count(Piece.Whole whole, Findings found) {
        try {
            found.add(EntryHead.read(whole.entry()));
            return true;
        } catch (UnreadableEntryException e) {
            return false;
        }
    }

    private void cut(Path file, long size) throws IOException {
        try (var channel = channels.open(file, Set.of(StandardOpenOption.WRITE))) {
            channel.truncate(size);
            channel.force(true);
        }
        log.info("The torn end of a file of the spool was cut off; nobody was told that it was kept. file={}", file);
    }

    /** A file without a header was being made when its process ended; one under another key waits for that key. */
    private void strange(Path file, boolean isUnfinished) throws IOException {
        if (isUnfinished) {
            Files.delete(file);
            return;
        }
        metrics.damaged();
        log.error(
                "A file of the spool can't be read: its beginning is damaged, or it was written under another key. It stays"
                        + " where it is. file={}",
                file);
    }

    /**
     * Writes requests, and returns when they are on disk.
     *
     * @return which are
     */
    SegmentAppender.Written append(List<AppendRequest> group) {
        var wasEmpty = outstanding.isEmpty() && segments.stream().allMatch(Segment::isRead);
        var written = appender.append(group);
        if (wasEmpty && !written.taken().isEmpty()) {
            metrics.oldest(received(group.get(written.taken().nextSetBit(0))));
        }
        return written;
    }

    /** Reads what comes next. */
    Read next() throws IOException {
        var batch = new Batch();
        var lost = 0;
        for (var segment : segments) {
            if (batch.isFull(BATCH_RECORDS_MAX, BATCH_BYTES_MAX)) {
                break;
            }
            read(segment, batch);
            if (segment.isRead()) {
                lost += segment.unread;
                segment.unread = 0;
            }
        }
        if (!batch.isEmpty()) {
            outstanding.add(batch);
        } else if (outstanding.isEmpty()) {
            release(batch);
        } else {
            outstanding.getLast().alsoReached(batch);
        }
        return new Read(batch.requests(), lost);
    }

    private void read(Segment segment, Batch batch) throws IOException {
        if (!segment.isRead()) {
            var sealer = new EntrySealer(key, segment.place(), new SecureRandom());
            try (var reader = new SegmentReader(channels, segment.file())) {
                while (!segment.isRead() && !batch.isFull(BATCH_RECORDS_MAX, BATCH_BYTES_MAX)) {
                    var piece = reader.at(segment.readOffset, segment.size);
                    take(piece, segment, sealer, reader, batch);
                    segment.readOffset = piece.end();
                }
            }
        }
        batch.reached(segment, segment.readOffset);
    }

    private void take(Piece piece, Segment segment, EntrySealer sealer, SegmentReader reader, Batch batch) {
        if (piece instanceof Piece.Whole whole) {
            try {
                batch.add(sealer.open(whole.entry(), whole.offset(), Long.MAX_VALUE), segment, whole);
                segment.unread--;
                return;
            } catch (UnreadableEntryException e) {
                log.warn("An entry of the spool can't be read. cause={}", e.getMessage());
            }
        }
        setAside.damaged(segment, reader, piece);
    }

    /** Lets go of the batch that was read first of those that are outstanding. */
    void appended(List<AppendRequest> requests, BitSet rejected) throws IOException {
        var batch = outstanding.remove();
        if (batch.requests() != requests) {
            throw new IllegalStateException("a batch is let go of out of its order");
        }
        rejected.stream().forEach(position -> setAside.rejected(batch.origin(position)));
        metrics.drained(requests.size() - rejected.cardinality());
        try {
            release(batch);
        } finally {
            metrics.oldest(oldest());
        }
    }

    private void release(Batch batch) throws IOException {
        for (Map.Entry<Segment, Long> end : batch.ends().entrySet()) {
            var segment = end.getKey();
            if (!segments.contains(segment)) {
                continue;
            }
            if (end.getValue() < segment.size) {
                DrainMark.write(channels, segment.markFile(), segment.place(), end.getValue());
                continue;
            }
            if (appender.isActive(segment)) {
                appender.finish();
            }
            delete(segment);
        }
    }

    private void delete(Segment segment) throws IOException {
        segments.remove(segment);
        Files.deleteIfExists(segment.file());
        Files.deleteIfExists(segment.markFile());
        metrics.bytes(-segment.size);
    }

    /** When the oldest came that waits, 0 for none. */
    private long oldest() throws IOException {
        if (!outstanding.isEmpty()) {
            return received(outstanding.getFirst().requests().get(0));
        }
        for (var segment : segments) {
            if (segment.isRead()) {
                continue;
            }
            try (var reader = new SegmentReader(channels, segment.file())) {
                if (reader.at(segment.readOffset, segment.size) instanceof Piece.Whole whole) {
                    return EntryHead.read(whole.entry()).receivedUnixNanos();
                }
            } catch (UnreadableEntryException e) {
                // the next one then
            }
        }
        return 0;
    }

    private static long received(AppendRequest request) {
        return request.records().get(0).receivedUnixNanos();
    }

    @Override
    public void close() throws IOException {
        metrics.closed();
        appender.finish();
        for (var slot : slots) {
            slot.close();
        }
    }
}
