// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.intake.Admission.Reservation;
import io.deedbook.pipeline.policy.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

final class AdmissionProperties {
    private static final long PROCESS_BYTES_MAX = 100_000;
    private static final long TENANT_BYTES_MAX = 60_000;
    private static final int[] BODY_BYTES = {0, 9_000, 20_000, 44_000};
    private static final List<Tenant> TENANTS =
            List.of(new Tenant(1, "a"), new Tenant(2, "b"), new Tenant(3, "c"), new Tenant(4, "d"));

    private final AtomicLong nanos = new AtomicLong();
    private final List<Sender> senders = new ArrayList<>();
    /** What each that was let in has to its name. */
    private final Map<Sender, Long> bytes = new HashMap<>();

    private Admission admission = newAdmission();

    private record Sender(Tenant tenant, Reservation reservation) {}

    @BeforeTry
    void begin() {
        admission = newAdmission();
        senders.clear();
        bytes.clear();
    }

    private Admission newAdmission() {
        return new Admission(PROCESS_BYTES_MAX, TENANT_BYTES_MAX, 5, nanos::get);
    }

    @Property
    void bytesAreThoseOfWhoWasLetIn(@ForAll @Size(max = 80) List<@IntRange(max = 95) Integer> steps) {
        for (var step : steps) {
            var tenant = TENANTS.get(step % 4);
            var bodyBytes = BODY_BYTES[step / 4 % 4];
            switch (step / 16) {
                case 0, 1 -> senders.add(new Sender(tenant, admission.enter(tenant, bodyBytes, step % 3 > 0)));
                case 2 -> grow(step % 4, bodyBytes);
                case 3 -> work(step % 4);
                case 4 -> leave(step % 4);
                default -> nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(200));
            }
            check();
        }
        List.copyOf(senders).forEach(this::leave);
        assertThat(admission.bytes()).isZero();
        assertThat(admission.waiting()).isZero();
        nothingIsPromised();
    }

    private void grow(int choice, long bodyBytes) {
        for (var sender : chosen(choice)) {
            if (sender.reservation.admitted().succeeded() && sender.reservation.tryGrowTo(bodyBytes) == Grant.GRANTED) {
                bytes.merge(sender, bodyBytes + Admission.REQUEST_BYTES, Math::max);
            }
        }
    }

    private void work(int choice) {
        for (var sender : chosen(choice)) {
            if (sender.reservation.admitted().succeeded()) {
                sender.reservation.received();
            }
        }
    }

    private void leave(int choice) {
        chosen(choice).forEach(this::leave);
    }

    private void leave(Sender sender) {
        sender.reservation.release();
        sender.reservation.release();
        senders.remove(sender);
        bytes.remove(sender);
    }

    /** One, where there is any. */
    private List<Sender> chosen(int choice) {
        return senders.isEmpty() ? List.of() : List.of(senders.get(choice * (senders.size() - 1) / 3));
    }

    private void check() {
        var tenants = new HashMap<Tenant, Long>();
        for (var sender : senders) {
            if (sender.reservation.admitted().succeeded()) {
                var held = bytes.computeIfAbsent(sender, added -> (long) Admission.REQUEST_BYTES);
                tenants.merge(sender.tenant, held, Long::sum);
            }
        }
        assertThat(admission.bytes())
                .isEqualTo(tenants.values().stream().mapToLong(Long::longValue).sum())
                .isLessThanOrEqualTo(PROCESS_BYTES_MAX + Admission.REQUEST_BYTES);
        assertThat(tenants.values())
                .allSatisfy(held -> assertThat(held).isLessThanOrEqualTo(TENANT_BYTES_MAX + Admission.REQUEST_BYTES));
        assertThat(senders)
                .filteredOn(sender -> !sender.reservation.admitted().isComplete())
                .hasSize(admission.waiting());
    }

    /** Two requests of half the limit fit, and not a third however small. */
    private void nothingIsPromised() {
        var half = admission.limitBytes() / 2 - Admission.REQUEST_BYTES;
        for (var tenant : TENANTS.subList(0, 3)) {
            var fits = !tenant.equals(TENANTS.get(2));
            assertThat(admission.enter(tenant, half, false).admitted().succeeded())
                    .isEqualTo(fits);
        }
    }
}
