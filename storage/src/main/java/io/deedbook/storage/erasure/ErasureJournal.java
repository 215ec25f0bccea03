// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was erased, kept in a file a log outside the database: a backup of the database that is older than an erasure
 * has the person in it again, and only this file knows. It holds indexes, ids and names of parts, nothing of anybody. A
 * line is on disk before the transaction that does what it says; one that was torn by a crash is passed over. All
 * methods block; those of one log are called under its head lock, or before anything else runs.
 */
final class ErasureJournal {
    private static final String HEADER = "deedbook-erasures/v1 ";
    private static final int NAME_BYTES = 16;
    private static final int DIGEST_CHARS = 16;
    private static final int LINE_BYTES_MAX = 64 * 1024;
    private static final int READ_BYTES = 256 * 1024;

    private final Path directory;

    ErasureJournal(Path directory) {
        this.directory = directory;
    }

    /**
     * Where a line ends.
     *
     * @param name of the file, random, so that another one in its place is known for what it is
     */
    record Place(String name, long bytes) {}

    /** A line that was added: behind which place, and where it ends. */
    record Added(long beginBytes, Place end) {
        /** Whether no line comes before it. */
        boolean isFirst() {
            return beginBytes == HEADER.length() + 2 * NAME_BYTES + 1;
        }
    }

    /** A line. */
    record Line(Set<Part> parts, List<Target> targets, Place end) {}

    /** The name of a log's journal, or empty where there is none yet. */
    Optional<String> name(String publicId) throws IOException {
        var file = file(publicId);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Optional.of(name(channel, file));
        }
    }

    private static String name(FileChannel channel, Path file) throws IOException {
        var bytes = ByteBuffer.allocate(HEADER.length() + 2 * NAME_BYTES + 1);
        channel.read(bytes, 0);
        var header = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        if (bytes.hasRemaining() || !header.startsWith(HEADER) || !header.endsWith("\n")) {
            throw new IOException("The journal of erasures is damaged. Restore it from a backup. file=" + file);
        }
        return header.substring(HEADER.length(), header.length() - 1);
    }

    /** Adds a line; returns when it is on disk. */
    Added append(String publicId, Set<Part> parts, List<Target> targets) throws IOException {
        var file = file(publicId);
        if (!Files.exists(file)) {
            create(file);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var name = name(channel, file);
            var begin = channel.size();
            var end = begin;
            var line = (endsWithLine(channel, end) ? "" : "\n") + line(parts, targets);
            var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
            channel.force(true);
            return new Added(begin, new Place(name, end));
        }
    }

    private static boolean endsWithLine(FileChannel channel, long end) throws IOException {
        var last = ByteBuffer.allocate(1);
        return channel.read(last, end - 1) == 1 && last.get(0) == '\n';
    }

    private static void create(Path file) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("a file system root can't be written");
        }
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        // whole or not at all
        var partial = Files.createTempFile(directory, "journal", ".partial", ownerOnly);
        try {
            try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(
                        (HEADER + HexFormat.of().formatHex(name) + '\n').getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.createLink(file, partial);
        } finally {
            Files.delete(partial);
        }
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * The lines after a place, not all of them where there are many.
     *
     * @param from where a line ended, 0 for the first; one beyond the file stands for the first too
     * @return empty at the end
     */
    List<Line> read(String publicId, long from) throws IOException {
        var file = file(publicId);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var name = name(channel, file);
            var start = from > channel.size() ? 0 : from;
            var lines = new ArrayList<Line>();
            while (lines.isEmpty()) {
                var bytes = ByteBuffer.allocate(READ_BYTES);
                if (channel.read(bytes, start) <= 0) {
                    return lines;
                }
                var whole = lines(bytes, name, start, lines);
                if (whole == start) {
                    // a torn line that nothing follows
                    return lines;
                }
                start = whole;
            }
            return lines;
        }
    }

    /** Takes the whole lines out of what was read; returns where the last of them ends. */
    private static long lines(ByteBuffer bytes, String name, long start, List<Line> lines) {
        var line = new ByteArrayOutputStream();
        var end = start;
        for (var position = 0; position < bytes.position(); position++) {
            if (bytes.get(position) != '\n') {
                line.write(bytes.get(position));
                continue;
            }
            end = start + position + 1;
            parse(line.toString(StandardCharsets.US_ASCII), new Place(name, end))
                    .ifPresent(lines::add);
            line.reset();
        }
        return end;
    }

    private static String line(Set<Part> parts, List<Target> targets) {
        var line = new StringBuilder(ErasableParts.text(parts)).append(' ');
        for (var target : targets) {
            line.append(target.index())
                    .append(':')
                    .append(EntryIds.hex(target.id()))
                    .append(',');
        }
        line.setCharAt(line.length() - 1, ' ');
        line.append(digest(line)).append('\n');
        if (line.length() > LINE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "line: " + line.length() + " bytes (expected: <= " + LINE_BYTES_MAX + ")");
        }
        return line.toString();
    }

    private static Optional<Line> parse(String line, Place end) {
        var digestAt = line.length() - DIGEST_CHARS;
        if (digestAt <= 0 || !line.substring(digestAt).equals(digest(line.substring(0, digestAt)))) {
            return Optional.empty();
        }
        var words = line.split(" ", -1);
        var targets = new ArrayList<Target>();
        for (var target : words[1].split(",", -1)) {
            var colon = target.indexOf(':');
            targets.add(new Target(
                    Long.parseLong(target.substring(0, colon)),
                    EntryIds.parse(target.substring(colon + 1)).orElseThrow()));
        }
        return Optional.of(new Line(ErasableParts.parse(words[0]), targets, end));
    }

    /** Tells a line that was written whole from one that was not. */
    private static String digest(CharSequence text) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, DIGEST_CHARS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private Path file(String publicId) {
        return directory.resolve("log-" + publicId + ".erased");
    }
}
