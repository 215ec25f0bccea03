// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kill;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.TestDatabase;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes append to one log, and each is killed at a step, {@link KillStep}. What was
 * not acknowledged is sent again by the next. In the end everything acknowledged is there once, and every checkpoint that was
 * ever stored is the beginning of the log. More rounds with {@code -Ddeedbook.kill.rounds=50}.
 */
class StepKillIT {
    private static final int ROUNDS = Integer.getInteger("deedbook.kill.rounds", 1);
    private static final int REPLICAS = 2;
    private static final int REQUESTS = 200;
    private static final int KILLED = 137;
    private static final List<KillStep> STEPS = Arrays.stream(KillStep.values())
            .filter(step -> step != KillStep.NEVER)
            .toList();

    @TempDir
    private Path journals;

    @Test
    void killedAtEveryStep_losesNothingAndSaysNothingTwice() throws Exception {
        var url = TestDatabase.text(TestDatabase.create());
        var dataDir = TestStorage.temporaryDirectory();
        try (var storage = TestStorage.on(url, dataDir)) {
            storage.tenant(KilledAppender.TENANT);
        }
        for (var round = 0; round < ROUNDS; round++) {
            for (var step : STEPS) {
                assertThat(run(url, dataDir, step, round))
                        .as("exit codes, killed at %s", step)
                        .contains(KILLED);
            }
        }
        var stored = resend(url, dataDir);

        try (var storage = TestStorage.on(url, dataDir)) {
            await(storage.storage().publisher().publishNow());
            assertThat(storage.storage().publisher().frozenLogs()).isEmpty();
            var report = await(new LedgerVerifier(storage.vertx())
                    .verify(storage.storage().verifierPool(), KilledAppender.TENANT, VerifyOptions.none()));
            assertThat(report.findings()).isEmpty();
            assertThat(report.checkpoints()).isGreaterThan(STEPS.size());
            assertThat(indexes(storage)).containsExactlyElementsOf(stored);
        }
    }

    /** The indexes of all records that were acknowledged, each journal's requests sent again until they were. */
    private List<Long> resend(String url, Path dataDir) throws Exception {
        Map<String, Long> firstIndexes = new HashMap<>();
        var sent = new ArrayList<String>();
        for (var journal : journals()) {
            assertThat(appender(url, dataDir, journal, KillStep.NEVER, 1, 0).waitFor())
                    .isZero();
            for (var line : Files.readAllLines(journal)) {
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

    private List<Integer> run(String url, Path dataDir, KillStep step, int round) throws Exception {
        var processes = new ArrayList<Process>();
        for (var replica = 0; replica < REPLICAS; replica++) {
            processes.add(appender(url, dataDir, journal(replica), step, step.nth() + round + replica, REQUESTS));
        }
        var codes = new ArrayList<Integer>();
        for (var process : processes) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            codes.add(process.exitValue());
        }
        return codes;
    }

    private Path journal(int replica) {
        return journals.resolve("journal-" + replica);
    }

    private List<Path> journals() {
        return IntStream.range(0, REPLICAS).mapToObj(this::journal).toList();
    }

    private static Process appender(String url, Path dataDir, Path journal, KillStep step, int nth, int requests)
            throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(KilledAppender.class.getName());
        command.addAll(Arrays.asList(
                url,
                dataDir.toString(),
                journal.toString(),
                step.name(),
                String.valueOf(nth),
                String.valueOf(requests)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
