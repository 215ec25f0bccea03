// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom a verifier trusts (C2SP tlog-policy): logs, witnesses, and which of these must have cosigned. Names of witnesses
 * and groups are octets, here one a character.
 *
 * @param logs any of which may have signed; their keys' names are the origins
 * @param witnesses in the order of the file
 * @param groups each naming what stands before it
 * @param quorum the witness or group that must have cosigned, or {@link #NONE}
 */
public record TlogPolicy(List<Log> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
    /** The quorum that asks for no witness. */
    public static final String NONE = "none";

    /** How far a witness's clock may be ahead, in seconds. */
    public static final long CLOCK_SECONDS_MAX = 300;

    /** A log, and where it is served if the file says so. */
    public record Log(Vkey key, @Nullable String url) {}

    /** A witness by its name in the file, and its submission prefix if the file gives one. */
    public record Witness(String name, Vkey key, @Nullable String url) {}

    /** Counts as having cosigned when {@code threshold} of its members have. */
    public record Group(String name, int threshold, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    public TlogPolicy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        groups = List.copyOf(groups);
    }

    /** Trust in one log, whoever else signs. */
    public static TlogPolicy ofLogs(List<Vkey> keys) {
        return new TlogPolicy(keys.stream().map(key -> new Log(key, null)).toList(), List.of(), List.of(), NONE);
    }

    /**
     * Reads a policy file.
     *
     * @throws MalformedException with the rule that is broken, {@code policy-…} or {@code unsupported-key-type}
     */
    public static TlogPolicy parse(byte[] file) {
        return new PolicyParser().parse(file);
    }

    /**
     * Judges a signed checkpoint.
     *
     * @param nowUnixSeconds the verifier's clock
     * @throws MalformedException when the note's text is no checkpoint
     */
    public CheckpointVerdict check(SignedNote note, long nowUnixSeconds) {
        var origin = Checkpoint.parse(note.text()).origin();
        var logKeys = logs.stream()
                .map(Log::key)
                .filter(key -> key.name().equals(origin))
                .toList();
        if (logKeys.isEmpty()) {
            return CheckpointVerdict.UNKNOWN_ORIGIN;
        }
        var known = Stream.concat(logKeys.stream(), witnesses.stream().map(Witness::key))
                .toList();
        switch (note.verify(known)) {
            case BAD_SIGNATURE -> {
                return CheckpointVerdict.BAD_SIGNATURE;
            }
            case NO_TRUSTED_SIGNATURE -> {
                return CheckpointVerdict.NO_TRUSTED_SIGNATURE;
            }
            case TRUSTED -> {}
        }
        if (logKeys.stream().noneMatch(note::isSignedBy)) {
            return CheckpointVerdict.NO_LOG_SIGNATURE;
        }
        var latest = nowUnixSeconds + CLOCK_SECONDS_MAX;
        for (var witness : witnesses) {
            if (note.cosignatures(witness.key()).stream().anyMatch(signed -> signed.unixSeconds() > latest)) {
                return CheckpointVerdict.COSIGNATURE_IN_FUTURE;
            }
        }
        return isQuorum(note) ? CheckpointVerdict.TRUSTED : CheckpointVerdict.QUORUM_NOT_MET;
    }

    /** Whether enough lines claim keys of witnesses; {@link #check} says whether that is true as well. */
    public boolean isQuorum(SignedNote note) {
        if (quorum.equals(NONE)) {
            return true;
        }
        Map<String, Boolean> cosigned = new HashMap<>();
        witnesses.forEach(witness -> cosigned.put(witness.name(), note.isSignedBy(witness.key())));
        for (var group : groups) {
            var count = group.members().stream()
                    .filter(member -> cosigned.getOrDefault(member, false))
                    .count();
            cosigned.put(group.name(), count >= group.threshold());
        }
        return cosigned.getOrDefault(quorum, false);
    }

    /** The names of the witnesses that cosigned, whatever the quorum. */
    public Set<String> cosigners(SignedNote note) {
        return witnesses.stream()
                .filter(witness -> note.isSignedBy(witness.key())
                        && note.verify(List.of(witness.key())) == SignedNote.Verdict.TRUSTED)
                .map(Witness::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The file that {@link #parse} reads. */
    public byte[] format() {
        var text = new StringBuilder();
        logs.forEach(log -> line(text, "log", octets(log.key()), log.url()));
        witnesses.forEach(witness -> line(text, "witness", witness.name(), octets(witness.key()), witness.url()));
        groups.forEach(group -> line(
                text, "group", group.name(), String.valueOf(group.threshold()), String.join(" ", group.members())));
        line(text, "quorum", quorum);
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void line(StringBuilder text, @Nullable String... items) {
        text.append(Stream.of(items).filter(item -> item != null).collect(Collectors.joining(" ")))
                .append('\n');
    }

    private static String octets(Vkey key) {
        return new String(key.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
