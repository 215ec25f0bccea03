// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.collector.intake.Admission.Reservation;
import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final Tenant A = new Tenant(1, "a");
    private static final Tenant B = new Tenant(2, "b");
    private static final Tenant C = new Tenant(3, "c");

    private final AtomicLong nanos = new AtomicLong();
    /** New requests come in up to 75,000 bytes, of one tenant up to 45,000. */
    private final Admission admission = new Admission(100_000, 60_000, 10, nanos::get);

    @Test
    void enter_waitsForTheTenantsShare() {
        var first = admission.enter(A, 30_000, true);
        var second = admission.enter(A, 30_000, true);

        assertThat(first.admitted().succeeded()).isTrue();
        assertThat(second.admitted().isComplete()).isFalse();
        assertThat(second.refusal().reason()).isEqualTo(Refusal.Reason.SHARE_SPENT);
        assertThat(admission.enter(B, 20_000, true).admitted().succeeded()).isTrue();

        first.release();
        assertThat(second.admitted().succeeded()).isTrue();
    }

    @Test
    void enter_waitsForTheProcess() {
        var first = admission.enter(A, 35_000, true);
        var second = admission.enter(B, 35_000, true);
        assertThat(second.admitted().isComplete()).isFalse();
        assertThat(second.refusal().reason()).isEqualTo(Refusal.Reason.OVERLOADED);
        assertThat(admission.waiting()).isOne();

        first.release();
        assertThat(second.admitted().succeeded()).isTrue();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void enter_letsTheNewestInFirst() {
        var before = admission.enter(A, 40_000, true);
        var oldest = admission.enter(A, 40_000, true);
        var newest = admission.enter(A, 40_000, true);

        before.release();
        assertThat(newest.admitted().succeeded()).isTrue();
        assertThat(oldest.admitted().isComplete()).isFalse();
        newest.release();
        assertThat(oldest.admitted().succeeded()).isTrue();
    }

    @Test
    void enter_letsTenantsInInTurn() {
        var working = admission.enter(C, 70_000, true);
        var crowd = new ArrayList<Reservation>();
        for (var number = 0; number < 5; number++) {
            crowd.add(admission.enter(A, 10_000, true));
        }
        var lonely = admission.enter(B, 10_000, true);

        working.release();
        assertThat(lonely.admitted().succeeded()).isTrue();
        // 75,000 bytes are five of 14,096
        assertThat(crowd).filteredOn(one -> one.admitted().succeeded()).hasSizeBetween(2, 4);
    }

    @Test
    void enter_letsAnyBodyInWhenNothingElseIsThere() {
        var large = admission.enter(A, 60_000, true);
        assertThat(large.admitted().succeeded()).isTrue();
        assertThat(large.tryGrowTo(60_000)).isEqualTo(Grant.GRANTED);
    }

    @Test
    void enter_lettingTooManyWait_refusesTheOldestOfTheLargestCrowd() {
        var working = admission.enter(A, 40_000, true);
        var lonely = admission.enter(B, 40_000, true);
        var waiting = new ArrayList<Reservation>();
        for (var number = 0; number < 9; number++) {
            waiting.add(admission.enter(A, 40_000, true));
        }
        assertThat(admission.waiting()).isEqualTo(10);
        var newest = admission.enter(A, 40_000, true);

        assertThat(waiting.get(0).admitted().cause()).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Refusal.Reason.OVERLOADED);
            assertThat(refusal.retryAfterSeconds()).isLessThanOrEqualTo(2);
        });
        assertThat(newest.admitted().isComplete()).isFalse();
        assertThat(lonely.admitted().isComplete()).isFalse();
        assertThat(admission.waiting()).isEqualTo(10);
        waiting.forEach(Reservation::release);
        newest.release();
        lonely.release();
        assertThat(admission.waiting()).isZero();
        working.release();
        assertThat(admission.bytes()).isZero();
    }

    @Test
    void enter_refusesWhoMayNotWait() {
        admission.enter(A, 40_000, true);
        assertThat(admission.enter(A, 40_000, false).admitted().failed()).isTrue();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void enter_forgetsBodiesThatDoNotCome() {
        var slow = admission.enter(A, 40_000, true);
        assertThat(admission.enter(B, 40_000, false).admitted().failed()).isTrue();

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(501));
        assertThat(admission.enter(B, 40_000, false).admitted().succeeded()).isTrue();
        assertThat(slow.tryGrowTo(40_000)).isEqualTo(Grant.GRANTED);
    }

    @Test
    void enter_remembersBodiesThatAreThere() {
        var slow = admission.enter(A, 40_000, true);
        slow.growTo(40_000);
        slow.received();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(admission.enter(B, 40_000, false).admitted().failed()).isTrue();
    }

    @Test
    void release_letsNobodyInWhoGaveUp() {
        var working = admission.enter(A, 40_000, true);
        var patient = admission.enter(A, 40_000, true);
        var impatient = admission.enter(A, 40_000, true);
        impatient.release();

        working.release();
        assertThat(impatient.admitted().isComplete()).isFalse();
        assertThat(patient.admitted().succeeded()).isTrue();
    }

    @Test
    void release_makesRoomForTenantsThatCameAndWentBefore() {
        var working = admission.enter(A, 40_000, true);
        admission.enter(A, 40_000, true).release();
        var next = admission.enter(A, 40_000, true);
        working.release();
        assertThat(next.admitted().succeeded()).isTrue();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void tryGrowTo_hasMoreRoomThanNewRequestsHave() {
        var first = admission.enter(A, 40_000, true);
        assertThat(first.tryGrowTo(58_000)).isEqualTo(Grant.GRANTED);
        assertThat(first.tryGrowTo(70_000)).isEqualTo(Grant.SHARE_SPENT);
        assertThat(admission.bytes()).isEqualTo(58_000 + Admission.REQUEST_BYTES);
        var second = admission.enter(B, 8_000, true);
        assertThat(second.tryGrowTo(50_000)).isEqualTo(Grant.OVERLOADED);
        assertThat(admission.bytes()).isEqualTo(58_000 + 2 * Admission.REQUEST_BYTES);
        assertThatThrownBy(() -> second.growTo(50_000)).isInstanceOf(Refusal.class);
    }

    @Test
    void tryGrowTo_reservesWhatIsMissingOnly() {
        var reservation = admission.enter(A, 0, true);
        assertThat(reservation.tryGrowTo(10_000)).isEqualTo(Grant.GRANTED);
        assertThat(reservation.tryGrowTo(4_000)).isEqualTo(Grant.GRANTED);
        assertThat(reservation.tryGrowTo(12_000)).isEqualTo(Grant.GRANTED);
        assertThat(admission.bytes()).isEqualTo(12_000 + Admission.REQUEST_BYTES);
    }

    @Test
    void enter_reservesNothingForAClaim() {
        var claiming = admission.enter(A, Long.MAX_VALUE, true);
        assertThat(claiming.admitted().succeeded()).isTrue();
        assertThat(admission.bytes()).isEqualTo(Admission.REQUEST_BYTES);
    }

    @Test
    void enter_keepsRoomForWhatIsExpected() {
        admission.enter(A, 40_000, true);
        assertThat(admission.enter(B, 40_000, true).admitted().isComplete()).isFalse();
        assertThat(admission.enter(C, 20_000, true).admitted().succeeded()).isTrue();
    }

    @Test
    void release_givesEverythingBackOnce() {
        var reservation = admission.enter(A, 10_000, true);
        var other = admission.enter(A, 10_000, true);
        reservation.growTo(10_000);
        other.growTo(10_000);
        reservation.release();
        reservation.release();
        assertThat(admission.bytes()).isEqualTo(10_000 + Admission.REQUEST_BYTES);
        assertThatThrownBy(() -> reservation.tryGrowTo(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void release_teachesTheBestTimeWhereTheRequestWasStored() {
        end(TimeUnit.MILLISECONDS.toNanos(20), false);
        assertThat(admission.bestNanos()).as("unknown").isZero();

        end(TimeUnit.MILLISECONDS.toNanos(60), true);
        end(TimeUnit.MILLISECONDS.toNanos(10), false);
        end(TimeUnit.MILLISECONDS.toNanos(70), true);
        assertThat(admission.bestNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(60));

        end(TimeUnit.MILLISECONDS.toNanos(30), true);
        assertThat(admission.bestNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
    }

    private void end(long nanosOfWork, boolean stored) {
        var request = admission.enter(A, 0, true);
        request.received();
        nanos.addAndGet(nanosOfWork);
        if (stored) {
            request.stored();
        }
        request.release();
    }

    @Test
    void bytes_areBackAtZeroAfterManyThreads() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (var number = 0; number < 4_000; number++) {
                var tenant = List.of(A, B, C).get(number % 3);
                var patient = number % 5 != 0;
                work.add(() -> {
                    var reservation = admission.enter(tenant, 8_000, true);
                    if (reservation.admitted().succeeded()) {
                        reservation.tryGrowTo(30_000);
                    } else if (patient) {
                        reservation.admitted().onComplete(admitted -> reservation.release());
                        return admission.bytes() <= 100_000 + Admission.REQUEST_BYTES;
                    }
                    var kept = admission.bytes() <= 100_000 + Admission.REQUEST_BYTES;
                    reservation.release();
                    return kept;
                });
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(admission.bytes()).isZero();
        assertThat(admission.waiting()).isZero();
    }
}
