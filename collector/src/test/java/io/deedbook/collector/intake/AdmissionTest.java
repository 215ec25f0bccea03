// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.collector.intake.Admission.Grant;
import io.deedbook.pipeline.policy.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final Tenant A = new Tenant(1, "a");
    private static final Tenant B = new Tenant(2, "b");

    private final Admission admission = new Admission(100_000, 60_000);

    @Test
    void tryGrowTo_refusesWhenTheTenantsShareIsSpent() {
        assertThat(admission.open(A).tryGrowTo(50_000)).isEqualTo(Grant.GRANTED);
        assertThat(admission.open(A).tryGrowTo(20_000)).isEqualTo(Grant.SHARE_SPENT);
        assertThat(admission.open(B).tryGrowTo(20_000)).isEqualTo(Grant.GRANTED);
    }

    @Test
    void tryGrowTo_refusesWhenTheProcessHasNoRoom() {
        assertThat(admission.open(A).tryGrowTo(55_000)).isEqualTo(Grant.GRANTED);
        var before = admission.bytes();
        assertThat(admission.open(B).tryGrowTo(55_000)).isEqualTo(Grant.OVERLOADED);
        assertThat(admission.bytes()).isEqualTo(before);
        // what was refused is not held against the tenant either
        assertThat(admission.open(B).tryGrowTo(10_000)).isEqualTo(Grant.GRANTED);
    }

    @Test
    void tryGrowTo_reservesWhatIsMissingOnly() {
        var reservation = admission.open(A);
        assertThat(reservation.tryGrowTo(10_000)).isEqualTo(Grant.GRANTED);
        assertThat(reservation.tryGrowTo(4_000)).isEqualTo(Grant.GRANTED);
        assertThat(reservation.tryGrowTo(12_000)).isEqualTo(Grant.GRANTED);
        assertThat(admission.bytes()).isEqualTo(12_000 + Admission.REQUEST_BYTES);
    }

    @Test
    void tryGrowTo_admitsABodyAsLargeAsTheShare() {
        assertThat(admission.open(A).tryGrowTo(60_000)).isEqualTo(Grant.GRANTED);
    }

    @Test
    void release_givesEverythingBackOnce() {
        var reservation = admission.open(A);
        var other = admission.open(A);
        assertThat(reservation.tryGrowTo(10_000)).isEqualTo(Grant.GRANTED);
        assertThat(other.tryGrowTo(10_000)).isEqualTo(Grant.GRANTED);
        reservation.release();
        reservation.release();
        assertThat(admission.bytes()).isEqualTo(10_000 + Admission.REQUEST_BYTES);
        assertThatThrownBy(() -> reservation.tryGrowTo(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bytes_areBackAtZeroAfterManyThreads() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (var number = 0; number < 2_000; number++) {
                var tenant = number % 2 == 0 ? A : B;
                work.add(() -> {
                    var reservation = admission.open(tenant);
                    reservation.tryGrowTo(8_000);
                    reservation.tryGrowTo(30_000);
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
    }
}
