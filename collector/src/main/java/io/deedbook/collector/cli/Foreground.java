// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.config.OperationSettings;
import io.deedbook.collector.server.CollectorServer;
import io.deedbook.collector.server.ListeningTransport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a collector running in the foreground, until the process is asked to end. */
final class Foreground {
    private static final Logger log = LoggerFactory.getLogger(Foreground.class);
    /**
     * After the drain: requests in flight, the writer's queue and the embedded PostgreSQL, each with a limit of its
     * own.
     */
    private static final int STOP_SECONDS_MAX = 90;

    private Foreground() {}

    /**
     * Starts a collector, does {@code then} once, and waits for the end of the process.
     *
     * @throws Exception when it cannot be started, or {@code then} failed
     */
    static int run(CollectorOptions options, BiFunction<Vertx, CollectorServer, Future<Void>> then) throws Exception {
        var listening = new ListeningTransport(options.operation().connectionsMax());
        var vertx = Vertx.builder().withTransport(listening).build();
        var started = CollectorServer.start(vertx, listening, options);
        // before waiting: a start that is interrupted must not leave the database running
        var stopping = new AtomicBoolean();
        var hook = new Thread(
                () -> {
                    stopping.set(true);
                    stop(vertx, started, secondsMax(options.operation()));
                },
                "deedbook-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            await(started.compose(server -> then.apply(vertx, server)));
        } catch (ExecutionException e) {
            if (!stopping.get()) {
                throw e;
            }
        }
        new CountDownLatch(1).await();
        return Main.DONE;
    }

    private static long secondsMax(OperationSettings settings) {
        return STOP_SECONDS_MAX
                + TimeUnit.MILLISECONDS.toSeconds(settings.drainDelayMillis() + settings.drainDeadlineMillis());
    }

    private static void stop(Vertx vertx, Future<CollectorServer> started, long secondsMax) {
        var stopped =
                started.transform(start -> start.succeeded() ? start.result().close() : Future.<Void>succeededFuture());
        try {
            stopped.toCompletionStage().toCompletableFuture().get(secondsMax, TimeUnit.SECONDS);
            // by itself: closing Vert.x ends the event loop that would go on with what comes after
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The collector did not stop in order. Nothing acknowledged is lost.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }
}
