// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

final class AdmissionQueueProperties {
    private static final int SIZE_MAX = 8;
    private static final int TENANTS = 4;

    /** @param number by which they came */
    private record Waiter(int tenant, int number, long nanos) {}

    private long nowNanos;
    private AdmissionQueue<Waiter> queue = queue();
    /** Those that should be in it, as they came. */
    private final List<Waiter> waiting = new ArrayList<>();

    private int came;

    @BeforeTry
    void begin() {
        queue = queue();
        waiting.clear();
    }

    private AdmissionQueue<Waiter> queue() {
        return new AdmissionQueue<>(SIZE_MAX, () -> nowNanos);
    }

    /** Each comes, and is served, leaves or is crowded out: once, by its rule, or it still waits. */
    @Property
    void everyoneWhoWaitsGoesOnce(@ForAll @Size(max = 100) List<@IntRange(max = 6 * TENANTS - 1) Integer> steps) {
        for (var step : steps) {
            var number = step % TENANTS;
            switch (step / TENANTS) {
                case 0, 1 -> come(number);
                case 2 -> leave(number);
                case 3 -> serve(number);
                case 4 -> nowNanos += number * AdmissionQueue.NEW_NANOS / 2;
                default -> serve(SIZE_MAX);
            }
            assertThat(queue.size()).isEqualTo(waiting.size()).isLessThanOrEqualTo(SIZE_MAX);
            for (var tenant = 0; tenant < TENANTS; tenant++) {
                assertThat(queue.hasAny(tenant)).isEqualTo(!of(tenant).isEmpty());
            }
        }
        serve(SIZE_MAX);
        assertThat(waiting).isEmpty();
        assertThat(queue.size()).isZero();
    }

    private void come(int tenant) {
        var sizes = new ArrayList<Integer>();
        for (var other = 0; other < TENANTS; other++) {
            sizes.add(of(other).size());
        }
        var full = waiting.size() == SIZE_MAX;
        var newest = new Waiter(tenant, came++, nowNanos);

        var crowdedOut = queue.add(tenant, newest);

        assertThat(crowdedOut.isPresent()).isEqualTo(full);
        crowdedOut.ifPresent(one -> {
            assertThat(sizes.get(one.tenant))
                    .isEqualTo(sizes.stream().max(Integer::compare).orElseThrow());
            assertThat(one).isEqualTo(of(one.tenant).get(0));
            waiting.remove(one);
        });
        waiting.add(newest);
    }

    private void leave(int choice) {
        if (!waiting.isEmpty()) {
            var one = waiting.remove(choice * (waiting.size() - 1) / (TENANTS - 1));
            queue.remove(one.tenant, one);
            queue.remove(one.tenant, one);
        }
    }

    private void serve(int room) {
        for (var one : served(room, tenant -> Grant.GRANTED)) {
            var line = of(one.tenant);
            assertThat(one).isEqualTo(line.get(hasNew() ? line.size() - 1 : 0));
            waiting.remove(one);
        }
    }

    private List<Waiter> of(int tenant) {
        return waiting.stream().filter(one -> one.tenant == tenant).toList();
    }

    private boolean hasNew() {
        return waiting.stream().anyMatch(one -> nowNanos - one.nanos <= AdmissionQueue.NEW_NANOS);
    }

    /** Serves until so many are granted, where their tenant may have it. */
    private List<Waiter> served(int room, IntFunction<Grant> share) {
        var served = new ArrayList<Waiter>();
        queue.serve(one -> {
            var grant = served.size() == room ? Grant.OVERLOADED : share.apply(one.tenant);
            if (grant == Grant.GRANTED) {
                served.add(one);
            }
            return grant;
        });
        return served;
    }

    /** However the room comes, of those who all wait nobody gets a second one before everybody had a first. */
    @Property
    void serve_letsTenantsInInTurn(@ForAll @Size(max = 8) List<@IntRange(max = 3) Integer> rooms) {
        for (var number = 0; number < SIZE_MAX; number++) {
            come(number * TENANTS / SIZE_MAX);
        }
        var turns = new ArrayList<Integer>();
        for (var room : rooms) {
            served(room, tenant -> Grant.GRANTED).forEach(one -> turns.add(one.tenant));
        }
        for (var from = 0; from + TENANTS <= turns.size(); from += TENANTS) {
            assertThat(turns.subList(from, from + TENANTS)).containsExactly(0, 1, 2, 3);
        }
    }

    @Property
    void serve_passesOverThoseWhoseShareIsSpent(@ForAll @IntRange(max = TENANTS - 1) int spent) {
        for (var number = 0; number < SIZE_MAX; number++) {
            come(number % TENANTS);
        }
        assertThat(served(SIZE_MAX, tenant -> tenant == spent ? Grant.SHARE_SPENT : Grant.GRANTED))
                .hasSize(6)
                .doesNotContainAnyElementsOf(of(spent));
        assertThat(served(SIZE_MAX, tenant -> Grant.GRANTED))
                .containsExactly(of(spent).get(1), of(spent).get(0));
    }

    /** After a spike: who comes goes in at once, and of those left over the one whose time is over soonest. */
    @Example
    void serve_takesTheOldestWhenNobodyNewIsLeft() {
        for (var number = 0; number < 3; number++) {
            come(0);
        }
        nowNanos += AdmissionQueue.NEW_NANOS + 1;
        come(0);

        assertThat(served(2, tenant -> Grant.GRANTED)).containsExactly(of(0).get(3), of(0).get(0));
    }

    @Example
    void serve_endsWhereNobodyGetsAny() {
        come(1);
        come(2);
        assertThat(served(SIZE_MAX, tenant -> Grant.SHARE_SPENT)).isEmpty();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Example
    void hasRoomForOneAtLeast() {
        assertThatThrownBy(() -> new AdmissionQueue<Waiter>(0, () -> 0)).hasMessage("sizeMax: 0 (expected: >= 1)");
    }
}
