// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.sql.SQLTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which group goes out when, over connections whose answers the test gives. */
class GroupRelayTest {
    private static final Tenant TENANT = new Tenant(1, "t");
    private static final long LONG_MILLIS = 60_000;
    private static final int CONTEXT_TURNS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WriterMetrics metrics = new WriterMetrics(registry);
    private final Line one = new Line();
    private final Line other = new Line();
    private final ArrayDeque<List<WaitingAppend>> waiting = new ArrayDeque<>();
    private final List<List<WaitingAppend>> failed = new ArrayList<>();
    private @Nullable GroupRelay relay;
    private int ended;

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void groups_followOverTheOtherConnectionInTurn() {
        waiting.add(group());
        waiting.add(group());
        start(LONG_MILLIS);

        one.call(0).lead().stored(noPlan());
        settle();
        assertThat(other.calls()).hasSize(1);
        assertThat(other.call(0).before()).isSameAs(one.call(0).lead());
        assertThat(one.calls()).hasSize(1);

        one.call(0).succeed();
        other.call(0).lead().stored(noPlan());
        settle();

        assertThat(one.calls()).hasSize(2);
        assertThat(one.call(1).before()).isSameAs(other.call(0).lead());
        assertThat(ended).isZero();
    }

    @Test
    void ended_isSaidOnceWhenNothingFollows() {
        start(LONG_MILLIS);
        one.call(0).lead().stored(noPlan());
        settle();
        assertThat(ended).isZero();

        one.call(0).succeed();
        settle();

        assertThat(ended).isEqualTo(1);
    }

    @Test
    void whatCouldNotFollow_isWrittenWhenTheOneBeforeHasItsAnswers() {
        waiting.add(group());
        start(LONG_MILLIS);
        one.call(0).lead().stored(noPlan());
        settle();

        other.call(0).overtake();
        settle();
        assertThat(one.calls()).hasSize(1);

        one.call(0).succeed();
        settle();
        assertThat(one.calls()).hasSize(2);
        assertThat(one.call(1).before()).isNull();
        one.call(1).succeed();
        settle();

        assertThat(ended).isEqualTo(1);
        assertThat(followers("overtaken")).isEqualTo(1);
    }

    @Test
    void aLoss_letsTheNextGroupTakeItsTurn() {
        waiting.add(group());
        start(LONG_MILLIS);
        one.call(0).lead().stored(noPlan());
        settle();
        other.call(0).overtake();
        one.call(0).succeed();
        settle();
        one.call(1).succeed();
        settle();
        assertThat(ended).isEqualTo(1);
        waiting.add(group());

        start(LONG_MILLIS);
        one.call(2).lead().stored(noPlan());
        settle();

        assertThat(other.calls()).hasSize(1);
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aSlowFailure_countsAsADatabaseThatIsAway() {
        waiting.add(group());
        start(0);
        one.call(0).lead().stored(noPlan());
        settle();

        other.call(0).fail(new SQLTimeoutException("late"));
        one.call(0).succeed();
        settle();

        assertThat(failed).hasSize(1);
        assertThat(one.calls()).hasSize(1);
        assertThat(followers("failed")).isEqualTo(1);
    }

    @Test
    void aQuickFailure_isTriedInTheOrdinaryWay() {
        waiting.add(group());
        start(LONG_MILLIS);
        one.call(0).lead().stored(noPlan());
        settle();

        other.call(0).fail(new SQLTimeoutException("no connection left"));
        one.call(0).succeed();
        settle();

        assertThat(failed).isEmpty();
        assertThat(one.calls()).hasSize(2);
        assertThat(followers("failed")).isEqualTo(1);
    }

    @Test
    void aChain_doesNotKeepTheGroupsThatAreDone() {
        var first = group();
        var collected = new WeakReference<>(first.get(0).request());
        for (var number = 0; number < 6; number++) {
            waiting.add(group());
        }
        start(LONG_MILLIS, first);
        first = null;
        for (var number = 0; number < 6; number++) {
            var line = number % 2 == 0 ? one : other;
            line.call(line.calls().size() - 1).lead().stored(noPlan());
            settle();
            line.call(line.calls().size() - 1).succeed();
            settle();
        }
        one.forgetAllButLast();
        other.forgetAllButLast();

        for (var tries = 0; tries < 100 && collected.get() != null; tries++) {
            System.gc();
        }

        assertThat(collected.get()).isNull();
        assertThat(ended).isZero();
    }

    private void start(long millisMax) {
        start(millisMax, group());
    }

    private void start(long millisMax, List<WaitingAppend> group) {
        if (relay == null) {
            relay = new GroupRelay(
                    new GroupWriter(one, metrics),
                    Optional.of(new GroupWriter(other, metrics)),
                    millisMax,
                    context,
                    metrics,
                    new Source());
        }
        var started = relay;
        context.runOnContext(ready -> started.start(group));
        settle();
    }

    private void settle() {
        for (var turn = 0; turn < CONTEXT_TURNS; turn++) {
            var done = Promise.<Void>promise();
            context.runOnContext(next -> done.complete());
            await(done.future());
        }
    }

    private double followers(String outcome) {
        return registry.counter("deedbook.storage.followers", "outcome", outcome)
                .count();
    }

    private static AppendPlan noPlan() {
        return new AppendPlan(Map.of(), Map.of());
    }

    private static List<WaitingAppend> group() {
        return List.of(new WaitingAppend(TestRecords.request(TENANT, TestRecords.many(1))));
    }

    private final class Source implements GroupRelay.Source {
        @Override
        public List<WaitingAppend> followers() {
            return waiting.isEmpty() ? List.of() : waiting.remove();
        }

        @Override
        public Future<Void> write(List<WaitingAppend> group, Lead lead) {
            return new GroupWriter(one, metrics).write(group, LONG_MILLIS, lead);
        }

        @Override
        public Future<Void> failed(List<WaitingAppend> group, Throwable failure) {
            failed.add(group);
            return Future.succeededFuture();
        }

        @Override
        public void ended() {
            ended++;
        }
    }

    /** A connection. */
    private static final class Line implements Appending {
        private final List<Call> calls = new ArrayList<>();

        synchronized List<Call> calls() {
            return List.copyOf(calls);
        }

        Call call(int number) {
            return calls().get(number);
        }

        synchronized void forgetAllButLast() {
            calls.subList(0, calls.size() - 1).clear();
        }

        private synchronized Future<Optional<List<AppendOutcome>>> called(@Nullable Lead before, Lead lead, int count) {
            var call = new Call(before, lead, count, Promise.promise());
            calls.add(call);
            return call.answer().future();
        }

        @Override
        public Future<List<AppendOutcome>> append(List<AppendRequest> group, long millisMax, Lead lead) {
            return called(null, lead, group.size()).map(Optional::orElseThrow);
        }

        @Override
        public Future<Optional<List<AppendOutcome>>> follow(
                Lead before, List<AppendRequest> group, long millisMax, Lead lead) {
            return called(before, lead, group.size());
        }

        @Override
        public Future<Void> tryOut(AppendRequest request, long millisMax) {
            return Future.failedFuture("not asked here");
        }
    }

    private record Call(@Nullable Lead before, Lead lead, int requests, Promise<Optional<List<AppendOutcome>>> answer) {
        void succeed() {
            lead.committed();
            AppendOutcome stored = new AppendOutcome.Stored(new Receipt(0, 1, false));
            answer.complete(Optional.of(Collections.nCopies(requests, stored)));
        }

        void overtake() {
            lead.end();
            answer.complete(Optional.empty());
        }

        void fail(Throwable failure) {
            lead.end();
            answer.fail(failure);
        }
    }
}
