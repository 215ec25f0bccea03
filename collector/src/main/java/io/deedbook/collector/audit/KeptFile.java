// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import java.util.Optional;

/** The file of {@code --checkpoint}. */
public final class KeptFile {
    private KeptFile() {}

    /** Why this is no signed checkpoint, whoever signed it: a sentence for a person; empty where it is one. */
    public static Optional<String> trouble(String text) {
        try {
            Checkpoint.parse(SignedNote.parse(text).text());
            return Optional.empty();
        } catch (MalformedException e) {
            return Optional.of("The file of --checkpoint is no signed checkpoint: " + seems(text, e.reason()));
        }
    }

    private static String seems(String text, String reason) {
        if (text.isBlank()) {
            return "it is empty.";
        } else if (text.startsWith("c2sp.org/tlog-proof@")) {
            return "it is a receipt (tlog-proof). What follows its first empty line is a checkpoint; keep that in a file.";
        } else if (text.startsWith("{")) {
            return "it is JSON, such as the manifest of an export or an answer of the API.";
        } else if (text.startsWith("PK")) {
            return "it is a zip file, such as an export; the checkpoint of an export is the file \"checkpoint\" in it.";
        } else if (text.startsWith("log ") || text.startsWith("witness ") || text.startsWith("group ")) {
            return "it is a policy, which --policy takes.";
        } else if (isVkey(text.lines().findFirst().orElse("").strip())) {
            return "it begins with a verification key, which --vkey takes.";
        }
        return "malformed: " + reason + '.';
    }

    private static boolean isVkey(String text) {
        try {
            Vkey.parse(text);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }
}
