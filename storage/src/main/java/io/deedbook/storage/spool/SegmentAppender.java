// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.handoff.EntrySealer;
import io.deedbook.storage.handoff.EntryTooLargeException;
import io.deedbook.storage.handoff.HandOffKey;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.spool.SegmentFormat.Header;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes requests one behind another, with one fsync for all that come together. After a failure the segment is given
 * up and another one begun, since nobody knows what of it is on the disk. Used by the spool's thread; blocks.
 */
final class SegmentAppender {
    private static final Logger log = LoggerFactory.getLogger(SegmentAppender.class);
    private static final long SEGMENT_BYTES_MAX = 16L << 20;
    private static final int PLACE_BYTES = 16;

    private final Slot slot;
    private final HandOffKey key;
    private final SpoolOptions options;
    private final SpoolMetrics metrics;
    private final Channels channels;
    private final Consumer<Segment> begun;
    private final SecureRandom random = new SecureRandom();
    /** Positions in the group of what was written since the last fsync. */
    private final BitSet unforced = new BitSet();

    // Mutable state, owned by the spool's thread.
    private @Nullable Active active;
    private @Nullable FileStore store;
    private long freeBytes;

    /** The segment that is written. */
    private record Active(Segment segment, SegmentWriter writer, EntrySealer sealer) {}

    /**
     * What became of a group.
     *
     * @param taken the positions of those that are on disk
     * @param failed whether that is because the disk refused
     */
    record Written(BitSet taken, boolean failed) {}

    /** @param begun hears of every new segment */
    SegmentAppender(
            Slot slot,
            HandOffKey key,
            SpoolOptions options,
            SpoolMetrics metrics,
            Channels channels,
            Consumer<Segment> begun) {
        this.slot = slot;
        this.key = key;
        this.options = options;
        this.metrics = metrics;
        this.channels = channels;
        this.begun = begun;
    }

    /**
     * Writes requests, and returns when they are on disk.
     *
     * @return which are
     */
    Written append(List<AppendRequest> group) {
        var taken = new BitSet();
        var failed = false;
        try {
            freeBytes = freeBytes();
            var fits = write(group, taken);
            force(taken);
            isTaking(fits, "it is full");
            if (!fits) {
                metrics.refusedFull(group.size() - taken.cardinality());
            }
        } catch (IOException e) {
            failed = true;
            metrics.failed();
            isTaking(false, e.getClass().getName());
            giveUp();
        }
        metrics.taken(taken.cardinality());
        return new Written(taken, failed);
    }

    /** Whether there was room for all. */
    private boolean write(List<AppendRequest> group, BitSet taken) throws IOException {
        for (var position = 0; position < group.size(); position++) {
            if (active != null && active.writer().size() >= SEGMENT_BYTES_MAX) {
                force(taken);
                finish();
            }
            try {
                if (!write(group.get(position))) {
                    return false;
                }
                unforced.set(position);
            } catch (EntryTooLargeException e) {
                log.warn(
                        "A request is too large for the spool. records={}",
                        group.get(position).records().size());
            }
        }
        return true;
    }

    private boolean write(AppendRequest request) throws IOException {
        if (!hasRoom(SegmentFormat.HEADER_BYTES)) {
            return false;
        }
        var current = active == null ? begin() : active;
        var frame = SegmentFormat.frame(
                current.sealer().seal(request, current.writer().size()));
        var bytes = frame.remaining();
        if (!hasRoom(bytes)) {
            return false;
        }
        current.writer().write(frame);
        metrics.bytes(bytes);
        freeBytes -= bytes;
        return true;
    }

    private boolean hasRoom(int bytes) {
        return metrics.bytes() + bytes <= options.bytesMax() && bytes <= freeBytes;
    }

    /** What the file system has for the spool. Asked once a group, which is bounded. */
    private long freeBytes() throws IOException {
        if (store == null) {
            store = Files.getFileStore(options.directory());
        }
        return store.getUsableSpace() - options.freeBytesMin();
    }

    private Active begin() throws IOException {
        var place = new byte[PLACE_BYTES];
        random.nextBytes(place);
        var file = slot.newSegment();
        var writer = new SegmentWriter(channels, file, new Header(key.id(), place));
        var segment = new Segment(file, place, writer.size(), writer.size());
        metrics.bytes(writer.size());
        begun.accept(segment);
        active = new Active(segment, writer, new EntrySealer(key, place, random));
        return active;
    }

    private void force(BitSet taken) throws IOException {
        if (active == null || unforced.isEmpty()) {
            return;
        }
        active.writer().force();
        active.segment().size = active.writer().size();
        active.segment().unread += unforced.cardinality();
        taken.or(unforced);
        unforced.clear();
    }

    /** Whether this segment may still grow. */
    boolean isActive(Segment segment) {
        return active != null && active.segment() == segment;
    }

    /** Lets the segment be: what comes next goes to another. */
    void finish() throws IOException {
        if (active != null) {
            var finished = active;
            active = null;
            finished.writer().close();
        }
    }

    private void giveUp() {
        unforced.clear();
        if (active == null) {
            return;
        }
        try {
            metrics.bytes(active.segment().size - active.writer().size());
            active.writer().cut();
            finish();
        } catch (IOException e) {
            // read up to what was forced, and passed over as torn by the next process
            log.warn(
                    "A file of the spool could not be cut. cause={}",
                    e.getClass().getName());
            active = null;
        }
    }

    private void isTaking(boolean is, String why) {
        if (is != metrics.isTaking()) {
            metrics.isTaking(is);
            if (is) {
                log.info("The spool takes records again.");
            } else {
                log.error("The spool takes no records. cause={}", why);
            }
        }
    }
}
