// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.sign.KeyLimitException;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.sign.StaleProofException;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a question is answered with. Thread-safe; blocks. */
final class SignerDesk {
    private static final Logger log = LoggerFactory.getLogger(SignerDesk.class);
    private static final int KEYS_MAX = 8;
    private static final int HANDOVER_LINES = 2;

    private final KeyDirectory keys;

    SignerDesk(KeyDirectory keys) {
        this.keys = keys;
    }

    /** @param wanted the key ids that should sign, in hex with commas between */
    SignerAnswer answer(String path, @Nullable String wanted, String body) {
        try {
            return switch (path) {
                case "/sign" -> sign(wanted, CheckpointSubmission.parse(body));
                case SigningGroup.PATH -> signAll(SigningGroup.parse(body));
                case "/keys" -> create(Checkpoint.parse(body));
                case "/handover" -> handOver(body);
                case "/signed" -> signed(body);
                default -> SignerAnswer.text(404, "A signer takes /keys, /handover, /sign, /sign-all and /signed.");
            };
        } catch (MalformedException e) {
            return SignerAnswer.text(400, "malformed: " + e.reason());
        } catch (StaleProofException e) {
            return SignerAnswer.conflict(e.signedSize());
        } catch (FrozenLogException e) {
            return refusal(e);
        } catch (KeyLimitException e) {
            log.warn("No key was made. reason={}", e.getMessage());
            return SignerAnswer.text(429, "key-limit: the signer makes no more keys.");
        } catch (IOException e) {
            log.error(
                    "What is signed can't be written down. cause={}",
                    e.getClass().getSimpleName());
            return SignerAnswer.text(507, "The signer can't write down what it signs.");
        }
    }

    private SignerAnswer sign(@Nullable String wanted, CheckpointSubmission submission) throws IOException {
        var head = head(submission);
        if (!keys.holdsKeys(head.origin())) {
            return SignerAnswer.text(404, "The signer has no key of this origin.");
        }
        var signing = chosen(head.origin(), wanted);
        if (signing.isEmpty()) {
            return SignerAnswer.text(404, "The signer does not have all of these keys.");
        }
        var note = keys.open(signing).sign(submission);
        return SignerAnswer.text(200, SignedNote.lines(note.signatures()));
    }

    private static Checkpoint head(CheckpointSubmission submission) {
        var head = Checkpoint.parse(submission.checkpoint());
        if (submission.oldSize() > head.size()) {
            throw new MalformedException("submission-old");
        }
        return head;
    }

    /** Signs nothing where one is malformed. Why one alone is not signed is answered where it is asked for alone. */
    private SignerAnswer signAll(List<SigningGroup.Head> heads) {
        var requests = new ArrayList<LogKeys.Request>();
        for (var head : heads) {
            var origin = head(head.submission()).origin();
            requests.add(new LogKeys.Request(readable(origin, head.keys()), head.submission()));
        }
        return new SignerAnswer(200, SignerAnswer.TEXT, SigningGroup.formatAnswer(keys.signAll(requests)));
    }

    private List<Vkey> readable(String origin, String wanted) {
        try {
            return chosen(origin, wanted);
        } catch (FrozenLogException e) {
            return List.of();
        }
    }

    /** The keys of these ids, or none when one is not there. */
    private List<Vkey> chosen(String origin, @Nullable String wanted) {
        var all = keys.vkeys(origin);
        if (wanted == null) {
            return all;
        }
        var chosen = new ArrayList<Vkey>();
        for (var id : wanted.split(",", KEYS_MAX)) {
            all.stream()
                    .filter(key -> HexFormat.of().formatHex(key.keyId()).equals(id))
                    .findFirst()
                    .ifPresentOrElse(chosen::add, chosen::clear);
            if (chosen.isEmpty()) {
                return List.of();
            }
        }
        return chosen;
    }

    private SignerAnswer create(Checkpoint start) throws IOException {
        var key = keys.create(start);
        log.info("A key was made. origin={} size={}", start.origin(), start.size());
        return SignerAnswer.text(200, key.toString());
    }

    private SignerAnswer handOver(String body) {
        var lines = body.split("\n", HANDOVER_LINES + 2);
        if (lines.length != HANDOVER_LINES + 1 || !lines[HANDOVER_LINES].isEmpty()) {
            throw new MalformedException("handover-form");
        }
        var to = Vkey.parseLog(lines[1]);
        var signature = keys.handOver(Vkey.parseLog(lines[0]), to);
        log.info("A key was handed over to another one. origin={}", to.name());
        return SignerAnswer.text(200, signature);
    }

    private SignerAnswer signed(String body) {
        var origin = body.strip();
        return keys.lastSigned(origin)
                .filter(head -> head.origin().equals(origin))
                .map(head -> SignerAnswer.text(200, head.format()))
                .orElseGet(() -> SignerAnswer.text(404, "The signer has signed nothing of this origin."));
    }

    private static SignerAnswer refusal(FrozenLogException refusal) {
        log.warn("A head was not signed. reason={}", refusal.getMessage());
        return switch (refusal.reason()) {
            case ROLLBACK, INCONSISTENT -> SignerAnswer.text(422, "The proof does not lead from what was signed.");
            case STATE_LOST -> SignerAnswer.text(410, "The signer does not know any more what it signed last.");
            case STATE_UNWRITABLE -> SignerAnswer.text(507, "The signer can't write down what it signs.");
            case KEY_LOST, KEY_CHANGED, SIGNER_REFUSED -> SignerAnswer.text(404, "The signer can't open the key.");
        };
    }
}
