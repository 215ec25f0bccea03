// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Rounds rounds = new Rounds(vertx);

    @AfterEach
    void close() throws TimeoutException {
        await(vertx.close());
    }

    @Test
    void run_runsOneAfterTheOther() throws TimeoutException {
        var begun = new AtomicInteger();
        var first = Promise.<Void>promise();
        var one = rounds.run(first::future);
        var two = rounds.run(() -> {
            begun.incrementAndGet();
            return Future.succeededFuture();
        });
        var reached = Promise.<Void>promise();
        rounds.onContext(reached::complete);
        await(reached.future());
        assertThat(begun).hasValue(0);
        assertThat(one.isComplete()).isFalse();

        first.complete();
        await(two);
        assertThat(begun).hasValue(1);
    }

    @Test
    void run_failsAsTheRoundDoes_andTheNextRuns() throws TimeoutException {
        var failing = rounds.run(() -> Future.failedFuture(new IllegalStateException("away")));
        var throwing = rounds.run(() -> {
            throw new IllegalStateException("broken");
        });
        await(rounds.run(Future::succeededFuture));
        assertThatThrownBy(() -> await(failing)).hasMessage("away");
        assertThatThrownBy(() -> await(throwing)).hasMessage("broken");
    }

    @Test
    void start_runsAgainAndAgain_untilStopped() throws Exception {
        var several = new CountDownLatch(3);
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        rounds.start(1, tookMillis -> 1, () -> {
            ran.add("round");
            several.countDown();
            return Future.failedFuture("whatever comes of it");
        });
        assertThat(several.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(rounds.areRunning()).isTrue();

        await(rounds.stop(() -> {
            ran.add("end");
            return Future.failedFuture("whatever comes of it");
        }));
        assertThat(rounds.areRunning()).isFalse();
        assertThat(ran).endsWith("end").containsOnlyOnce("end");
    }

    private static void await(Future<Void> future) throws TimeoutException {
        future.await(20, TimeUnit.SECONDS);
    }
}
