// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether the database answers: patiently when the storage is opened, and with a time limit ever after.
 * Thread-safe.
 */
public final class DatabaseProbe {
    private static final String QUESTION = "select 1";
    private static final long ANSWER_MILLIS_MAX = 1_000;
    private static final int REACH_TRIES_MAX = 10;
    private static final long REACH_PAUSE_MILLIS = 250;

    private final Vertx vertx;
    private final Pool pool;
    private final AtomicReference<@Nullable Future<Boolean>> asking = new AtomicReference<>();

    public DatabaseProbe(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** The migrations had the database's answer, so what fails now is a machine that is too busy to connect in time. */
    public Future<Void> reached() {
        return reached(REACH_TRIES_MAX);
    }

    private Future<Void> reached(int triesLeft) {
        return pool.query(QUESTION)
                .execute()
                .<Void>mapEmpty()
                .recover(failure -> triesLeft > 1
                        ? vertx.timer(REACH_PAUSE_MILLIS).compose(waited -> reached(triesLeft - 1))
                        : Future.failedFuture(failure));
    }

    /** Whether it answers within a second. Never fails. All who ask while a question is open share its answer. */
    public Future<Boolean> answers() {
        var mine = Promise.<Boolean>promise();
        var asked = asking.compareAndExchange(null, mine.future());
        if (asked != null) {
            return asked;
        }
        pool.query(QUESTION)
                .execute()
                .timeout(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .map(answered -> true)
                .otherwise(false)
                .onComplete(answered -> {
                    asking.set(null);
                    mine.complete(answered.result());
                });
        return mine.future();
    }
}
