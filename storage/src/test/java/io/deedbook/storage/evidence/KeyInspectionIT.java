// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static io.deedbook.storage.evidence.TestLedger.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.CallProxy;
import io.deedbook.storage.sign.KeyDirectory;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.sign.SignerAwayException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyInspectionIT {
    @TempDir
    Path directory;

    private TestLedger ledger;
    private Tenant one;
    private Tenant two;

    @BeforeEach
    void createLogs() throws SQLException {
        ledger = new TestLedger();
        var registry = new LogRegistry(ledger.vertx(), keys(), "audit.example.com", new SecureRandom());
        one = ledger.tenant("one", registry);
        two = ledger.tenant("two", registry);
        ledger.append(one, 3);
        ledger.append(two, 3);
        await(new CheckpointPublisher(ledger.vertx(), ledger.pool(), keys(), Duration.ofMillis(1)).publishNow());
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
    }

    @Test
    void run_findsNothingWrongWithLogsThatCouldBePublishedHere() throws SQLException {
        assertThat(inspect(keys())).isEmpty();
        ledger.append(one, 2);
        assertThat(inspect(keys())).isEmpty();
    }

    /** As its publisher may do at any time. */
    @Test
    void run_findsNothingWrongWithALogThatIsPublishedMeanwhile() {
        var publisher = new CheckpointPublisher(ledger.vertx(), ledger.pool(), keys(), Duration.ofMillis(1));
        var publishing = CallProxy.of(LogKeys.class, (method, arguments) -> {
            if (method.getName().equals("lastSigned")) {
                ledger.append(one, 2);
                publisher.publishNow().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
            return CallProxy.invoke(keys(), method, arguments);
        });
        assertThat(inspect(publishing)).isEmpty();
    }

    @Test
    void run_doubtsALogOfWhichMoreWasSignedThanThereIs() throws SQLException {
        ledger.sql("update log_head set size = 2 where log_id = " + one.id());
        assertThat(inspect(keys())).containsExactly(one.id());
    }

    @Test
    void run_doubtsALogWithACheckpointOfMoreThanWasSigned() throws SQLException {
        ledger.append(two, 3);
        ledger.sql("insert into checkpoint (log_id, size, note) select log_id, 5, note from checkpoint where log_id = "
                + two.id());
        assertThat(inspect(keys())).containsExactly(two.id());
    }

    @Test
    void run_doubtsAllWhereNothingCouldBeWrittenDown() {
        var readOnly = CallProxy.of(
                LogKeys.class,
                (method, arguments) -> method.getName().equals("areWritable")
                        ? (Object) false
                        : CallProxy.invoke(keys(), method, arguments));
        assertThat(inspect(readOnly)).containsExactlyInAnyOrder(one.id(), two.id());
        assertThat(keys().areWritable()).isTrue();
        assertThat(new KeyDirectory(directory.resolve("none"), new char[0], new SecureRandom()).areWritable())
                .isFalse();
    }

    /** One of which the signer can't tell keeps no other from being looked at. */
    @Test
    void run_doubtsALogWhoseSignerIsAway() throws SQLException {
        var origin = ledger.text("select origin from log where id = " + one.id());
        var away = CallProxy.of(LogKeys.class, (method, arguments) -> {
            if (method.getName().equals("lastSigned") && arguments[0].equals(origin)) {
                throw new SignerAwayException("the signer answered 500");
            }
            return CallProxy.invoke(keys(), method, arguments);
        });
        assertThat(inspect(away)).containsExactly(one.id());
    }

    @Test
    void run_asksASignerThatIsAwayThreeTimesAtMost() throws SQLException {
        var registry = new LogRegistry(ledger.vertx(), keys(), "audit.example.com", new SecureRandom());
        var logIds = new ArrayList<Integer>();
        for (var number = 0; number < 6; number++) {
            logIds.add(ledger.tenant("many-" + number, registry).id());
        }
        var asked = new AtomicInteger();
        var away = CallProxy.of(LogKeys.class, (method, arguments) -> {
            if (method.getName().equals("lastSigned")) {
                asked.incrementAndGet();
                throw new SignerAwayException("the signer does not answer");
            }
            return CallProxy.invoke(keys(), method, arguments);
        });
        assertThat(await(KeyInspection.run(ledger.vertx(), ledger.pool(), away, logIds)))
                .hasSize(3);
        assertThat(asked).hasValue(3);
    }

    private Set<Integer> inspect(LogKeys keys) {
        return await(KeyInspection.run(
                ledger.vertx(),
                ledger.pool(),
                keys,
                Stream.of(one, two).map(Tenant::id).toList()));
    }

    private KeyDirectory keys() {
        return new KeyDirectory(directory, new char[0], new SecureRandom());
    }
}
