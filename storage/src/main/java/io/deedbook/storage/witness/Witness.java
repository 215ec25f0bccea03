// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.witness;

import io.deedbook.storage.sign.DurableFile;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cosigns checkpoints of the logs that it knows, each only when it extends the one cosigned before (C2SP tlog-witness).
 * What it cosigned last of each log is one file in its directory, written before the answer; an index tells which files
 * there have to be. Thread-safe; methods block.
 *
 * <p>Equal sizes with different roots are answered with 422, as the current page says; an earlier one said 409.
 */
public final class Witness implements AutoCloseable {
    private static final String LOCK = "witness.lock";

    private final List<Cosigner> cosigners;
    private final InstantSource clock;
    private final FileChannel lock;
    private final Map<String, WitnessedLog> logsByOrigin;
    private final Map<String, WitnessedLog> logsByHash;

    private Witness(
            Path directory,
            CosignedIndex index,
            List<Vkey> logKeys,
            List<Cosigner> cosigners,
            InstantSource clock,
            FileChannel lock) {
        this.cosigners = List.copyOf(cosigners);
        this.clock = clock;
        this.lock = lock;
        logsByOrigin = new HashMap<>();
        logsByHash = new HashMap<>();
        logKeys.stream().collect(Collectors.groupingBy(Vkey::name)).forEach((origin, keys) -> {
            var hash = hash(origin);
            var log = new WitnessedLog(origin, keys, CosignedIndex.file(directory, hash), index, hash);
            logsByOrigin.put(origin, log);
            logsByHash.put(hash, log);
        });
    }

    /** Whether a witness has had its memory in this directory. */
    public static boolean isKnown(Path directory) {
        return Files.exists(directory.resolve(LOCK));
    }

    /**
     * A witness, alone in its directory until it is closed.
     *
     * @param directory of its memory, made if need be
     * @param logKeys of the logs that it knows, several of one name being one log's
     * @param cosigners its keys
     * @throws IOException also when another process is in the directory, or a file of its memory is gone
     */
    public static Witness open(Path directory, List<Vkey> logKeys, List<Cosigner> cosigners, InstantSource clock)
            throws IOException {
        DurableFile.createDirectory(directory);
        var channel = FileChannel.open(
                directory.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() == null) {
                throw new IOException("another witness is using the directory");
            }
            var index = CosignedIndex.open(directory);
            return new Witness(directory, index, logKeys, cosigners, clock, channel);
        } catch (IOException | OverlappingFileLockException e) {
            channel.close();
            throw e instanceof IOException known ? known : new IOException("another witness is using the directory", e);
        }
    }

    /** The keys to verify its lines with. */
    public List<Vkey> vkeys() {
        return cosigners.stream().map(Cosigner::vkey).toList();
    }

    /** How many logs it knows. */
    public int logCount() {
        return logsByOrigin.size();
    }

    /**
     * Answers {@code add-checkpoint}.
     *
     * @param body as it was sent
     * @throws IOException when the memory can't be read or written; nothing is cosigned then
     */
    public WitnessAnswer add(byte[] body) throws IOException {
        try {
            var submission = CheckpointSubmission.parse(text(body));
            var note = SignedNote.parse(submission.checkpoint());
            var checkpoint = Checkpoint.parse(note.text());
            var log = logsByOrigin.get(checkpoint.origin());
            return log == null
                    ? WitnessAnswer.unknownLog()
                    : log.add(
                            submission,
                            note,
                            checkpoint,
                            cosigners,
                            clock.instant().getEpochSecond());
        } catch (MalformedException e) {
            return WitnessAnswer.malformed(e.reason());
        }
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("submission-utf8");
        }
    }

    /**
     * The checkpoint that was cosigned last, with the log's signatures and the witness's, for monitors.
     *
     * @param originHash SHA-256 of the log's origin in hex
     * @return empty for a log that is not known or had no checkpoint yet
     */
    public Optional<String> latest(String originHash) throws IOException {
        var log = logsByHash.get(originHash);
        return log == null ? Optional.empty() : log.latest().map(SignedNote::format);
    }

    /** SHA-256 of an origin in hex: where monitors find its checkpoint. */
    public static String hash(String origin) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(origin.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
