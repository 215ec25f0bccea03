// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import io.deedbook.storage.cosign.CosignatureTable.Published;
import io.deedbook.storage.cosign.WitnessDoor.Reply;
import io.deedbook.storage.evidence.BrokenLogException;
import io.deedbook.storage.evidence.EvidenceReader;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.NoteSignature;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One checkpoint on its way to one witness: asks with a proof from the size that the witness is thought to have seen,
 * and again with the size that it names, at most three times.
 */
final class Submission {
    private static final int ATTEMPTS_MAX = 3;

    private final CosignatureTable table;
    private final EvidenceReader evidence;
    private final WitnessDoor door;
    private final WitnessAddress address;
    private final Published published;

    // Mutable state, owned by whichever attempt is at work.
    private long knownSize;
    private int attempts;

    /** @param knownSize that the witness has seen last, as far as is known; 0 for nothing */
    Submission(
            CosignatureTable table,
            EvidenceReader evidence,
            WitnessDoor door,
            WitnessAddress address,
            Published published,
            long knownSize) {
        this.table = table;
        this.evidence = evidence;
        this.door = door;
        this.address = address;
        this.published = published;
        this.knownSize = knownSize;
    }

    /**
     * What came of it.
     *
     * @param knownSize what the witness has seen last
     * @param lines by key; each verified
     * @param reason for a person, where it did not go as it should
     */
    record Result(Outcome outcome, long knownSize, Map<Vkey, NoteSignature> lines, String reason) {}

    /** Fails when the database is away or what it holds of the log is broken; the witness has no part in that. */
    Future<Result> run() {
        if (knownSize > published.checkpoint().size()) {
            return result(Outcome.AHEAD, "");
        }
        attempts++;
        return proof().map(proof -> new CheckpointSubmission(
                        knownSize, proof, published.note().format()))
                .compose(submission -> door.addCheckpoint(address.url(), submission.format())
                        .transform(answered -> answered.failed()
                                ? result(Outcome.UNAVAILABLE, "it does not answer")
                                : judge(answered.result())));
    }

    private Future<List<byte[]>> proof() {
        if (knownSize == 0 || knownSize == published.checkpoint().size()) {
            return Future.succeededFuture(List.of());
        }
        return evidence.consistency(
                        published.tenant(), knownSize, published.checkpoint().size())
                .map(proof -> proof.orElseThrow(() -> new BrokenLogException("a stored checkpoint is not covered")));
    }

    private Future<Result> judge(Reply reply) {
        return switch (reply.status()) {
            case 200 -> take(reply.body());
            case 403, 404 -> result(Outcome.NOT_ACCEPTED, "it does not know the log or its key");
            case 409 -> conflict(reply);
            case 422 -> result(Outcome.FORK, "it has seen another tree than the one that was submitted");
            case 429 -> result(Outcome.UNAVAILABLE, "it is busy");
            default ->
                reply.status() >= 500
                        ? result(Outcome.UNAVAILABLE, "it answers " + reply.status())
                        : result(Outcome.UNEXPECTED, "it answers " + reply.status());
        };
    }

    private Future<Result> conflict(Reply reply) {
        var seen = seenSize(reply);
        if (seen.isEmpty()) {
            return result(Outcome.FORK, "it refuses the checkpoint and names no size");
        }
        var size = seen.getAsLong();
        if (size == knownSize) {
            return result(Outcome.UNEXPECTED, "it refuses the very size that it names");
        }
        return table.head(published.tenant().id()).compose(head -> {
            if (size > head) {
                return result(Outcome.FORK, "it has seen " + size + " records, and the database has " + head);
            }
            knownSize = size;
            return attempts < ATTEMPTS_MAX ? run() : result(Outcome.UNEXPECTED, "it names a size after the other");
        });
    }

    private static OptionalLong seenSize(Reply reply) {
        if (!reply.contentType().toLowerCase(Locale.ROOT).startsWith(CheckpointSubmission.SIZE_TYPE)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(CheckpointSubmission.parseSize(reply.body()));
        } catch (MalformedException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Keeps of the answer what is by the witness's keys, and nothing that would make a verifier refuse the checkpoint.
     */
    private Future<Result> take(String body) {
        knownSize = published.checkpoint().size();
        var lines = new LinkedHashMap<Vkey, NoteSignature>();
        try {
            var note = SignedNote.parse(published.note().format() + body);
            var latest = System.currentTimeMillis() / 1000 + TlogPolicy.CLOCK_SECONDS_MAX;
            for (var key : address.keys()) {
                if (note.verify(List.of(key)) == SignedNote.Verdict.TRUSTED
                        && note.cosignatures(key).stream().allMatch(signed -> signed.unixSeconds() <= latest)) {
                    lines.put(key, note.signaturesBy(key).get(0));
                }
            }
        } catch (MalformedException e) {
            return result(Outcome.BAD_SIGNATURE, "its answer is " + e.getMessage());
        }
        return Future.succeededFuture(
                lines.size() == address.keys().size()
                        ? new Result(Outcome.COSIGNED, knownSize, lines, "")
                        : new Result(
                                Outcome.BAD_SIGNATURE,
                                knownSize,
                                lines,
                                "a line by its key is missing, wrong, or from the future"));
    }

    private Future<Result> result(Outcome outcome, String reason) {
        return Future.succeededFuture(new Result(outcome, knownSize, Map.of(), reason));
    }
}
