// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.sign.LogKeys.Request;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.TreeHasher;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three logs whose keys are in one directory, and what is to be signed of them. */
abstract class GroupOfLogs {
    static final int LOGS = 3;

    @TempDir
    Path directory;

    final List<Vkey> vkeys = new ArrayList<>();

    @BeforeEach
    void createLogs() throws IOException {
        for (var log = 0; log < LOGS; log++) {
            vkeys.add(keys(directory).create(new Checkpoint(origin(log), 0, TreeHasher.emptyRoot())));
        }
    }

    static String origin(int log) {
        return "example.com/ledger/000000000000000" + log;
    }

    static KeyDirectory keys(Path directory) {
        return new KeyDirectory(directory, new char[0], new SecureRandom());
    }

    Request request(int log, int oldSize, int size) {
        return new Request(List.of(vkeys.get(log)), GrowingTree.submission(origin(log), oldSize, size));
    }

    List<Request> requests(int oldSize, int size) {
        return IntStream.range(0, LOGS)
                .mapToObj(log -> request(log, oldSize, size))
                .toList();
    }

    long signedSize(Path directory, int log) {
        return keys(directory).open(List.of(vkeys.get(log))).signedSize();
    }

    static List<Path> journals(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory, "signed-*.journal")) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            return found;
        }
    }
}
