// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SignerConnectionTest {
    private static final int ASKING = 3;
    private static final int QUESTIONS_EACH = 4_000;
    /** More than cores, so that whoever asks is often held up between asking and waiting. */
    private static final int BUSY = 3 * Runtime.getRuntime().availableProcessors();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void tearDown() {
        await(vertx.close());
    }

    @Test
    @Timeout(60)
    void everyAnswerIsWholeHoweverBusyTheMachineIs() throws Exception {
        var server = await(vertx.createHttpServer()
                .requestHandler(request ->
                        request.body().onSuccess(body -> request.response().end(body)))
                .listen(0, "127.0.0.1"));
        var connection = new SignerConnection(vertx, "http://127.0.0.1:" + server.actualPort(), "secret");
        var threads = Executors.newFixedThreadPool(ASKING + BUSY);
        try {
            for (var number = 0; number < BUSY; number++) {
                threads.execute(SignerConnectionTest::spin);
            }
            var asking = new ArrayList<Callable<Void>>();
            for (var number = 0; number < ASKING; number++) {
                var text = "question " + number + "\n";
                asking.add(() -> {
                    for (var asked = 0; asked < QUESTIONS_EACH; asked++) {
                        assertThat(connection.post("/sign", text)).isEqualTo(new SignerConnection.Answer(200, text));
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(asking)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void spin() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
