// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import io.deedbook.storage.sign.LogKeys.Request;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The heads of several logs in one question, and what it is answered with: the bodies of {@code /sign-all} in
 * docs/SIGNER.md.
 */
final class SigningGroup {
    static final String PATH = "/sign-all";

    /** Heads in one question. */
    static final int HEADS_MAX = 64;

    /** Of a question. A proof between trees of a billion leaves has 60 hashes at most, in 2,700 bytes. */
    static final int BYTES_MAX = HEADS_MAX * 4 * 1024;

    private static final String KEYS = "keys ";
    private static final String END = "\n\n";

    private SigningGroup() {}

    /**
     * A head that is to be signed.
     *
     * @param keys the key ids that should sign, in hex with commas between
     */
    record Head(String keys, CheckpointSubmission submission) {}

    /** How many of them, from the first on, may be asked for in one question; at least one. */
    static int fitting(List<Request> requests) {
        var bytes = 0;
        var count = 0;
        while (count < Math.min(HEADS_MAX, requests.size())) {
            bytes += text(requests.get(count)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > BYTES_MAX) {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    static String format(List<Request> requests) {
        var body = new StringBuilder();
        requests.forEach(request -> body.append(text(request)));
        return body.toString();
    }

    private static String text(Request request) {
        return KEYS
                + RemoteSigner.ids(request.keys())
                + '\n'
                + request.submission().format()
                + '\n';
    }

    /**
     * Reads a question.
     *
     * @throws MalformedException {@code group-form}, {@code group-count}, or what {@link CheckpointSubmission#parse}
     *     says of one
     */
    static List<Head> parse(String body) {
        var heads = new ArrayList<Head>();
        var start = 0;
        while (start < body.length()) {
            if (heads.size() == HEADS_MAX) {
                throw new MalformedException("group-count");
            }
            var line = body.indexOf('\n', start);
            var proofEnd = body.indexOf(END, start);
            var end = proofEnd < 0 ? -1 : body.indexOf(END, proofEnd + END.length());
            if (!body.startsWith(KEYS, start) || end < 0) {
                throw new MalformedException("group-form");
            }
            heads.add(new Head(
                    body.substring(start + KEYS.length(), line),
                    CheckpointSubmission.parse(body.substring(line + 1, end + 1))));
            start = end + END.length();
        }
        if (heads.isEmpty()) {
            throw new MalformedException("group-form");
        }
        return heads;
    }

    static String formatAnswer(List<Optional<SignedNote>> notes) {
        var body = new StringBuilder();
        for (var note : notes) {
            note.ifPresent(signed -> body.append(SignedNote.lines(signed.signatures())));
            body.append('\n');
        }
        return body.toString();
    }

    /**
     * Reads an answer.
     *
     * @param count heads that were asked for
     * @return the signature lines of each, none where it was not signed
     * @throws MalformedException {@code group-answer}
     */
    static List<String> parseAnswer(String body, int count) {
        var answers = new ArrayList<String>();
        var start = 0;
        while (answers.size() < count) {
            var end = body.startsWith("\n", start) ? start : lineAfter(body, start);
            answers.add(body.substring(start, end));
            start = end + 1;
        }
        if (start != body.length()) {
            throw new MalformedException("group-answer");
        }
        return answers;
    }

    /** Where the empty line begins. */
    private static int lineAfter(String body, int start) {
        var end = body.indexOf(END, start);
        if (end < 0) {
            throw new MalformedException("group-answer");
        }
        return end + 1;
    }
}
