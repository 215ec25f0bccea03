// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusTest {
    private record Question(Object payload) {}

    private record Answer(Object payload) {}

    private static final long TIMEOUT_MILLIS = 10_000;

    private final Vertx vertx = Vertx.vertx();
    private Bus bus;

    @BeforeEach
    void start() {
        bus = Bus.of(vertx, Question.class, Answer.class);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void ask_handsQuestionAndAnswerOverByReference() throws Exception {
        var payload = new Object();
        bus.answer("a", (Question question) -> Future.succeededFuture(new Answer(question.payload())));

        Answer answer = await(bus.ask("a", new Question(payload), TIMEOUT_MILLIS));

        assertThat(answer.payload()).isSameAs(payload);
    }

    @Test
    void ask_failsWithTheRefusalThatTheConsumerGave() throws Exception {
        var refusal = new Refusal(Refusal.Reason.SHARE_SPENT, "Wait a little.", 2);
        bus.answer("a", (Question question) -> Future.failedFuture(refusal));

        assertThat(failure(bus.ask("a", new Question(1), TIMEOUT_MILLIS))).isSameAs(refusal);
    }

    @Test
    void ask_failsWithABugWhenTheConsumerThrows() throws Exception {
        bus.answer("a", (Question question) -> {
            throw new IllegalStateException("the user's data");
        });

        var failure = failure(bus.ask("a", new Question(1), TIMEOUT_MILLIS));

        assertThat(failure.reason()).isEqualTo(Refusal.Reason.BUG);
        assertThat(failure.getMessage()).doesNotContain("the user's data");
    }

    @Test
    void ask_failsAsTooLateWhenNobodyAnswersInTime() throws Exception {
        bus.answer("a", (Question question) -> Promise.<Answer>promise().future());

        assertThat(failure(bus.ask("a", new Question(1), 1)).reason()).isEqualTo(Refusal.Reason.TOO_LATE);
    }

    @Test
    void ask_failsAsOverloadedWhenNobodyListens() throws Exception {
        assertThat(failure(bus.ask("nobody", new Question(1), TIMEOUT_MILLIS)).reason())
                .isEqualTo(Refusal.Reason.OVERLOADED);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Refusal failure(Future<Answer> future) throws Exception {
        return await(
                future.map(answer -> (Refusal) null).recover(failure -> Future.succeededFuture((Refusal) failure)));
    }
}
