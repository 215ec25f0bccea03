// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A collector's storage with a spool in a process of its own, which appends until it is killed and writes down what was
 * acknowledged: {@code placed <tool>} or {@code spooled <tool>}.
 *
 * <p>Arguments: database URL, data directory, tenant, journal file.
 */
final class SpoolingProcess {
    private static final int IN_FLIGHT = 8;

    private SpoolingProcess() {}

    public static void main(String[] arguments) {
        // the threads of Vert.x would go on without it
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, bug) -> Runtime.getRuntime().halt(1));
        var journal = Path.of(arguments[3]);
        var storage = TestStorage.spooling(arguments[0], Path.of(arguments[1]));
        var tenant = TestStorage.await(storage.storage().tenants().find(arguments[2]))
                .orElseThrow();
        while (true) {
            var group = new ArrayList<Future<?>>();
            while (group.size() < IN_FLIGHT) {
                var tool = UUID.randomUUID().toString();
                var records = List.of(TestRecords.sealed(draft -> draft.put(Field.TOOL_NAME, tool)));
                group.add(storage.append(TestRecords.request(tenant, records, key(tool)))
                        .onSuccess(receipt -> write(journal, (receipt.isPlaced() ? "placed " : "spooled ") + tool)));
            }
            TestStorage.await(Future.join(group).otherwiseEmpty());
        }
    }

    /** Not the counter of the test records, which begins anew in every process. */
    private static byte[] key(String tool) {
        return tool.replace("-", "").getBytes(StandardCharsets.US_ASCII);
    }

    private static synchronized void write(Path journal, String line) {
        try {
            Files.writeString(journal, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
