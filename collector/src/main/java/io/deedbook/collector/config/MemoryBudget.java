// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import io.deedbook.pipeline.correlate.EventBudget;
import io.deedbook.pipeline.policy.PolicyCompiler;
import io.deedbook.storage.ack.AckWaits;
import io.deedbook.storage.evidence.CheckpointPublisher;
import io.deedbook.storage.evidence.RecentHashes;
import io.deedbook.storage.finding.RecentRecords;
import io.deedbook.storage.ledger.PostgresLedger;
import io.deedbook.storage.ledger.WriterVerticle;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.read.RecordPage;
import io.deedbook.storage.summary.RecentCounts;
import io.deedbook.storage.tenant.PostgresAuthenticator;
import java.util.ArrayList;
import java.util.List;

/**
 * How the memory of the process is divided: every queue, cache and buffer that load or senders can fill, with its
 * limit, so that the sum is at most the heap. What is left after all others is for requests in work, and so for
 * {@link #admissionBytes}.
 *
 * <p>An admitted byte costs at most {@link #HEAP_BYTES_PER_ADMITTED_BYTE} until its answer:
 *
 * <pre>
 *   1  the body as it arrived
 *   1  its decompressed form
 *   3  decoded events, texts twice as UTF-16 in the worst case
 *   3  redacted texts, canonical JSON, leaves and the arrays of the insert, waiting for the writer or in its transaction
 * </pre>
 *
 * <p>What waits in the spool is on disk. Bringing it back takes two batches of 4 MiB (one in a transaction, one read
 * ahead), about 24 MiB as objects, and the keys of the latest 50,000 requests that wait, about 5 MiB: from the first
 * quarter.
 *
 * <p>What goes through Kafka waits for the brokers in a buffer of its client, and is read in batches of the same size
 * as the spool's; both are a part of their own, where they are used.
 *
 * <p>Where records take more than their body tells, because there are many in few bytes or each repeats a large
 * resource, the decoder counts what they take and has it admitted. Outside of the heap are the buffers of the sockets;
 * Netty may use as much for them as the heap has, and {@link #direct} says what it uses at most.
 */
public final class MemoryBudget {
    static final int HEAP_BYTES_PER_ADMITTED_BYTE = 8;

    /** Live streams of the dashboard on each event loop; the loops have one table of them each. */
    public static final int LIVE_STREAMS_A_LOOP_MAX = 128;

    /**
     * Live after a start and a full collection: 39 MiB (Java 17, all detectors and rules), and what a first request
     * loads.
     */
    private static final long STANDING_BYTES = 48L << 20;
    /** A digest, a principal, its tenant, and its place in the cache. */
    private static final long REMEMBERED_KEY_BYTES = 160;
    /** A frontier of some twenty hashes, and its place among the others. */
    private static final long SIGNED_TREE_BYTES = 1_024;
    /** The promise of a request that waits, with its handlers; what it waits with is admitted. */
    private static final long WAITING_BYTES = 256;
    /** A stream's buffer, which holds no more than one batch once its reader is slow. */
    private static final long LIVE_STREAM_BYTES = 16 * 1024;
    /** A page as the database's texts, as records, and as JSON. */
    private static final int HEAP_BYTES_PER_PAGE_BYTE = 3;
    /** Text of a policy and the rules and patterns made of it. */
    private static final int HEAP_BYTES_PER_POLICY_CHAR = 8;
    /**
     * An idle connection of HTTP/1.1 after its first request: channel, handlers, and what they remember. 3,600 of them,
     * and what the first request loads, took 28.7 MiB (Java 17).
     */
    static final int CONNECTION_BYTES = 8 * 1024;

    /** However large the heap is. */
    static final int CONNECTIONS_DEFAULT_MAX = 10_000;

    /** A request that waits for room: its head, its handlers and its place. 793 of them took 6.2 MiB (Java 17). */
    private static final long WAITING_HEAP_BYTES = 10 * 1024;
    /** What was read of it before it was stopped, at most one read of the socket. */
    private static final long WAITING_DIRECT_BYTES = 16 * 1024;
    /** The heap's part for them: of a small heap, and of what a larger one has beyond that. */
    private static final long WAITING_SHARE = 48;

    private static final long SMALL_HEAP_BYTES = 256L << 20;
    private static final long WAITING_SHARE_BEYOND = 18;

    /** The heap's part for connections, unless somebody wants more of them. */
    private static final long CONNECTIONS_SHARE = 16;
    /** What the garbage collector needs to move in. */
    private static final long COLLECTOR_SHARE = 16;

    /** What Netty's allocator keeps for itself and for the small messages of all connections. */
    private static final long DIRECT_STANDING_BYTES = 16L << 20;

    private MemoryBudget() {}

    /**
     * A part of the memory.
     *
     * @param name for a person
     * @param bytes at most
     * @param limit what sees to that
     */
    public record Part(String name, long bytes, String limit) {}

    /** The parts of a heap of {@code heapBytesMax} without Kafka; requests in work are the last. */
    public static List<Part> heap(long heapBytesMax, int loops, int connectionsMax) {
        return heap(heapBytesMax, loops, connectionsMax, 0);
    }

    /**
     * The parts of a heap of {@code heapBytesMax}; requests in work are the last.
     *
     * @param kafkaBytes what handing records over through Kafka takes, 0 for handing them over straight
     */
    public static List<Part> heap(long heapBytesMax, int loops, int connectionsMax, long kafkaBytes) {
        var parts = new ArrayList<>(others(heapBytesMax, loops, connectionsMax));
        if (kafkaBytes > 0) {
            parts.add(new Part(
                    "records on their way through Kafka", kafkaBytes, "buffer.memory, fetch.max.bytes, two batches"));
        }
        parts.add(new Part(
                "requests in work",
                admissionBytes(heapBytesMax, loops, connectionsMax, kafkaBytes) * HEAP_BYTES_PER_ADMITTED_BYTE,
                "admission-bytes, times " + HEAP_BYTES_PER_ADMITTED_BYTE));
        return List.copyOf(parts);
    }

    private static List<Part> others(long heapBytesMax, int loops, int connectionsMax) {
        return List.of(
                new Part("code, detectors, rules", STANDING_BYTES, "39 measured after a start"),
                new Part("room for the garbage collector", heapBytesMax / COLLECTOR_SHARE, "a sixteenth"),
                new Part(
                        "keys remembered, known and unknown",
                        2L * PostgresAuthenticator.REMEMBERED_MAX * REMEMBERED_KEY_BYTES,
                        PostgresAuthenticator.REMEMBERED_MAX + " each"),
                new Part(
                        "own rules and detectors of policies",
                        PolicyCompiler.KEPT_CHARS_MAX * HEAP_BYTES_PER_POLICY_CHAR,
                        PolicyCompiler.KEPT_CHARS_MAX + " characters"),
                new Part(
                        "windows of correlations",
                        EventBudget.windowsBytesMax(heapBytesMax),
                        "bytes counted; the oldest go"),
                new Part(
                        "sessions followed",
                        EventBudget.sessionsBytesMax(heapBytesMax),
                        "bytes counted; the oldest go"),
                new Part(
                        "records committed and not yet evaluated",
                        RecentRecords.bytesMax(heapBytesMax),
                        "bytes counted; the latest are read again"),
                new Part(
                        "leaf hashes not yet published, and trees signed last",
                        RecentHashes.bytesMax(heapBytesMax) + CheckpointPublisher.TREES_MAX * SIGNED_TREE_BYTES,
                        "bytes counted, and " + CheckpointPublisher.TREES_MAX + " trees; the oldest go"),
                new Part(
                        "counts of stretches not yet summed up",
                        RecentCounts.bytesMax(heapBytesMax),
                        "bytes counted; others are read again"),
                new Part(
                        "connections",
                        (long) connectionsMax * CONNECTION_BYTES,
                        "connections-max, " + CONNECTION_BYTES / 1024 + " KiB each"),
                new Part(
                        "requests that wait for room",
                        waitingMax(heapBytesMax) * WAITING_HEAP_BYTES,
                        "a 48th, or an 18th of what is beyond 256 MiB if that is more, " + CONNECTIONS_DEFAULT_MAX
                                + " at most; " + WAITING_HEAP_BYTES / 1024 + " KiB each"),
                new Part(
                        "requests that wait for key, writer or checkpoint",
                        (PostgresAuthenticator.WAITING_MAX + WriterVerticle.WAITING_MAX + AckWaits.WAITING_MAX)
                                * WAITING_BYTES,
                        PostgresAuthenticator.WAITING_MAX + ", " + WriterVerticle.WAITING_MAX + " and "
                                + AckWaits.WAITING_MAX),
                new Part(
                        "rows of the group at work and of the one behind it",
                        2 * PostgresLedger.rowsBytesMax(heapBytesMax),
                        "a 256th, 4 MiB at most each; others are made one by one"),
                new Part(
                        "pages read for API, dashboard and exports",
                        (long) Pools.READER_CONNECTIONS * RecordPage.bytesMax(heapBytesMax) * HEAP_BYTES_PER_PAGE_BYTE,
                        Pools.READER_CONNECTIONS + " connections, " + HEAP_BYTES_PER_PAGE_BYTE
                                + " times a page of a 128th of the heap, 8 MiB at most, each"),
                new Part(
                        "live streams of the dashboard",
                        (long) LIVE_STREAMS_A_LOOP_MAX * loops * LIVE_STREAM_BYTES,
                        LIVE_STREAMS_A_LOOP_MAX + " on each event loop"));
    }

    /** The parts of the memory outside of the heap that is for sockets, of which there is as much as heap. */
    public static List<Part> direct(long heapBytesMax, int loops, int connectionsMax) {
        return List.of(
                new Part("Netty's own, small messages", DIRECT_STANDING_BYTES, "an allowance"),
                new Part(
                        "bodies between socket and heap",
                        admissionBytes(heapBytesMax, loops, connectionsMax),
                        "admission-bytes, times 1"),
                new Part(
                        "requests that wait for room",
                        waitingMax(heapBytesMax) * WAITING_DIRECT_BYTES,
                        WAITING_DIRECT_BYTES / 1024 + " KiB each"),
                new Part(
                        "pages on their way to readers",
                        (long) Pools.READER_CONNECTIONS * RecordPage.bytesMax(heapBytesMax),
                        Pools.READER_CONNECTIONS + " connections"));
    }

    /**
     * How many requests wait for room at once with a heap of {@code heapBytesMax}. Beyond them somebody is refused for
     * each that comes, and comes again: a fleet that is three times too large for the machine had better fit.
     */
    static int waitingMax(long heapBytesMax) {
        var bytes = Math.max(heapBytesMax / WAITING_SHARE, (heapBytesMax - SMALL_HEAP_BYTES) / WAITING_SHARE_BEYOND);
        return (int) Math.min(CONNECTIONS_DEFAULT_MAX, bytes / WAITING_HEAP_BYTES);
    }

    /** The connections that a heap of {@code heapBytesMax} has room for, unless somebody says how many. */
    static int connectionsMax(long heapBytesMax) {
        return (int) Math.min(CONNECTIONS_DEFAULT_MAX, heapBytesMax / CONNECTIONS_SHARE / CONNECTION_BYTES);
    }

    static long sum(List<Part> parts) {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** The admission budget that fits into a heap of {@code heapBytesMax}; 0 where nothing does. */
    static long admissionBytes(long heapBytesMax, int loops, int connectionsMax) {
        return admissionBytes(heapBytesMax, loops, connectionsMax, 0);
    }

    /** The same beside what handing records over through Kafka takes. */
    static long admissionBytes(long heapBytesMax, int loops, int connectionsMax, long kafkaBytes) {
        return Math.max(0, heapBytesMax - kafkaBytes - sum(others(heapBytesMax, loops, connectionsMax)))
                / HEAP_BYTES_PER_ADMITTED_BYTE;
    }

    /** The largest admission budget that one may ask for: beyond it the process would run out of memory under load. */
    static long admissionBytesMax(long heapBytesMax) {
        return heapBytesMax / 4;
    }
}
