// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Repeats an asynchronous step. A chain of {@code compose} would keep every step's future and answer through all of
 * them at once, which a log of millions of records makes too deep for the stack.
 */
public final class AsyncLoop {
    private AsyncLoop() {}

    /**
     * Runs {@code step} again after each answer of true.
     *
     * @return completes after the first answer of false, fails with the first failure
     */
    public static Future<Void> repeat(Supplier<Future<Boolean>> step) {
        var done = Promise.<Void>promise();
        next(step, done);
        return done.future();
    }

    private static void next(Supplier<Future<Boolean>> step, Promise<Void> done) {
        Future<Boolean> answer;
        do {
            try {
                answer = step.get();
            } catch (RuntimeException e) {
                done.fail(e);
                return;
            }
            if (!answer.isComplete()) {
                answer.onSuccess(more -> {
                            if (more) {
                                next(step, done);
                            } else {
                                done.complete();
                            }
                        })
                        .onFailure(done::fail);
                return;
            }
            if (answer.failed()) {
                done.fail(answer.cause());
                return;
            }
        } while (answer.result());
        done.complete();
    }
}
