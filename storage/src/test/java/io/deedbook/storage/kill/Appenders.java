// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kill;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestStorage;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Processes that append to one log, {@link KilledAppender}, each with a journal of its own; and what came of them. */
final class Appenders {
    private final String url;
    private final Path dataDir;
    private final Path journals;
    private final int replicas;

    /** Makes the log's tenant. */
    Appenders(String url, Path dataDir, Path journals, int replicas) {
        this.url = url;
        this.dataDir = dataDir;
        this.journals = journals;
        this.replicas = replicas;
        try (var storage = TestStorage.on(url, dataDir)) {
            storage.tenant(KilledAppender.TENANT);
        }
    }

    /** Starts a replica, which sends first what its journal says was not acknowledged. */
    Process start(int replica, KillStep step, int nth, int requests) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(KilledAppender.class.getName());
        command.addAll(Arrays.asList(
                url,
                dataDir.toString(),
                journal(replica).toString(),
                step.name(),
                String.valueOf(nth),
                String.valueOf(requests)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** How many requests of a replica were acknowledged so far. */
    long acknowledged(int replica) throws IOException {
        if (!Files.exists(journal(replica))) {
            return 0;
        }
        return Files.readAllLines(journal(replica)).stream()
                .filter(line -> line.startsWith("stored "))
                .count();
    }

    /**
     * Lets all send again what was not acknowledged, and checks that every record is there once, where its receipts
     * say, and that every checkpoint that was ever stored is the beginning of the log.
     *
     * @param checkpointsMin how many checkpoints there must be
     */
    void nothingIsLostAndNothingIsThereTwice(long checkpointsMin) throws Exception {
        var stored = resend();
        try (var storage = TestStorage.on(url, dataDir)) {
            await(storage.storage().publisher().publishNow());
            assertThat(storage.storage().publisher().frozenLogs()).isEmpty();
            var report = await(new LedgerVerifier(storage.vertx())
                    .verify(storage.storage().verifierPool(), KilledAppender.TENANT, VerifyOptions.none()));
            assertThat(report.findings()).isEmpty();
            assertThat(report.checkpoints()).isGreaterThanOrEqualTo(checkpointsMin);
            assertThat(indexes(storage)).containsExactlyElementsOf(stored);
        }
    }

    /** The indexes of all records that were acknowledged, each journal's requests sent again until they were. */
    private List<Long> resend() throws Exception {
        Map<String, Long> firstIndexes = new HashMap<>();
        var sent = new ArrayList<String>();
        for (var replica = 0; replica < replicas; replica++) {
            KilledAppender.resend(url, dataDir, journal(replica));
            for (var line : Files.readAllLines(journal(replica))) {
                var words = line.split(" ", -1);
                if (words[0].equals("sent")) {
                    sent.add(words[1]);
                } else {
                    var before = firstIndexes.put(words[1], Long.valueOf(words[2]));
                    assertThat(before).as("first receipt of %s", words[1]).isIn(null, Long.valueOf(words[2]));
                    assertThat(words[3]).isEqualTo(String.valueOf(KilledAppender.RECORDS));
                }
            }
        }
        assertThat(firstIndexes.keySet()).containsAll(sent);
        return firstIndexes.values().stream()
                .sorted()
                .flatMap(first ->
                        LongStream.range(first, first + KilledAppender.RECORDS).boxed())
                .toList();
    }

    private static List<Long> indexes(TestStorage storage) {
        var rows = await(storage.storage()
                .adminPool()
                .preparedQuery("select idx from record where tool_name = $1 order by idx")
                .execute(Tuple.of(KilledAppender.TOOL)));
        var indexes = new ArrayList<Long>();
        rows.forEach(row -> indexes.add(row.getLong(0)));
        return indexes;
    }

    private Path journal(int replica) {
        return journals.resolve("journal-" + replica);
    }
}
