// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointVerdict;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.Vkey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges checkpoints by a policy. Older ones may be by keys that the log had before: those are believed that the log
 * itself names, in entries which the checkpoint by the trusted key covers. For one thread at a time.
 */
final class TrustedCheckpoints {
    private static final int WAITING_MAX = 100_000;
    private static final Pattern WORDS = Pattern.compile("[\\s,;\"\\[\\]{}]+");

    private final TlogPolicy policy;
    private final long nowUnixSeconds;
    private final AuditTally tally;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Vkey> named = new ArrayList<>();

    private record Waiting(long size, SignedNote note, CheckpointVerdict verdict) {}

    TrustedCheckpoints(TlogPolicy policy, long nowUnixSeconds, AuditTally tally) {
        this.policy = policy;
        this.nowUnixSeconds = nowUnixSeconds;
        this.tally = tally;
    }

    /**
     * Reads a checkpoint that must be trusted as it stands.
     *
     * @return null when it is not, and why is among the findings
     */
    @Nullable
    Checkpoint read(String note, String name) {
        return read(note, name, policy);
    }

    /** Reads a checkpoint that somebody kept, perhaps before any witness saw it. */
    @Nullable
    Checkpoint readKept(String note) {
        return read(note, "the kept checkpoint", logsAlone());
    }

    private TlogPolicy logsAlone() {
        return new TlogPolicy(policy.logs(), List.of(), List.of(), TlogPolicy.NONE);
    }

    private @Nullable Checkpoint read(String note, String name, TlogPolicy trusted) {
        try {
            var signed = SignedNote.parse(note);
            var checkpoint = Checkpoint.parse(signed.text());
            var verdict = trusted.check(signed, nowUnixSeconds);
            if (verdict == CheckpointVerdict.TRUSTED) {
                return checkpoint;
            }
            tally.add(verdict.wireName(), checkpoint.size(), name);
        } catch (MalformedException e) {
            tally.add(AuditCode.CHECKPOINT_MALFORMED, AuditFinding.WHOLE, name + ": " + e.reason());
        }
        return null;
    }

    /** Reads one of the checkpoints that the log had before; who signed it is judged in the end. */
    @Nullable
    Checkpoint readEarlier(String note, long size) {
        try {
            var signed = SignedNote.parse(note);
            var checkpoint = Checkpoint.parse(signed.text());
            // witnesses may have been asked later than this, so no quorum is wanted of it
            var verdict = logsAlone().check(signed, nowUnixSeconds);
            if (verdict == CheckpointVerdict.BAD_SIGNATURE || waiting.size() == WAITING_MAX) {
                tally.add(verdict.wireName(), size, "checkpoint");
            } else if (verdict != CheckpointVerdict.TRUSTED) {
                waiting.add(new Waiting(size, signed, verdict));
            }
            return checkpoint;
        } catch (MalformedException e) {
            tally.add(AuditCode.CHECKPOINT_MALFORMED, size, e.reason());
            return null;
        }
    }

    /** Takes the keys that an entry of the log names, wherever in its texts they stand. */
    void addNamed(Collection<String> texts) {
        for (var text : texts) {
            for (var word : WORDS.split(text, -1)) {
                if (word.indexOf('+') > 0 && named.size() < WAITING_MAX) {
                    addKey(word);
                }
            }
        }
    }

    private void addKey(String word) {
        try {
            named.add(Vkey.parseLog(word));
        } catch (MalformedException e) {
            // Names no key that could have signed anything.
            return;
        }
    }

    /** Judges those earlier checkpoints that no key of the policy signed. */
    void judge() {
        var keys = TlogPolicy.ofLogs(named);
        for (var one : waiting) {
            if (keys.check(one.note(), nowUnixSeconds) != CheckpointVerdict.TRUSTED) {
                tally.add(one.verdict().wireName(), one.size(), "checkpoint");
            }
        }
    }
}
