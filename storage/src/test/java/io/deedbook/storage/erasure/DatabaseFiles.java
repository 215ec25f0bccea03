// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.postgres.RunningFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All files below a directory, to be searched for what should not be in them any more. */
record DatabaseFiles(List<String> contents) {
    static DatabaseFiles read(Path directory) throws IOException {
        var contents = new ArrayList<String>();
        RunningFiles.each(directory, path -> {
            if (Files.isRegularFile(path)) {
                // one character a byte
                contents.add(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
            }
        });
        return new DatabaseFiles(contents);
    }

    /** Which of these texts, and of the salts of a record, are in any of the files. */
    List<String> found(SealedRecord record, String... texts) {
        var found = new ArrayList<String>();
        for (var text : texts) {
            if (has(text)) {
                found.add(text);
            }
        }
        for (var part : List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT)) {
            if (has(new String(record.salts().get(part), StandardCharsets.ISO_8859_1))) {
                found.add("salt " + part.wireName());
            }
        }
        return found;
    }

    private boolean has(String text) {
        return contents.stream().anyMatch(content -> content.contains(text));
    }
}
