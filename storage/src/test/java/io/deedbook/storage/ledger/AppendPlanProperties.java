// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.tlog.Frontier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AppendPlanProperties {
    private static final Tenant TENANT = new Tenant(7, "t");

    /** However requests come, and come again, the log grows by each once, in order and without a gap. */
    @Property(tries = 200)
    void placesEachRequestOnce(@ForAll @Size(max = 30) List<@IntRange(max = 9) Integer> order) {
        var requests = new ArrayList<AppendRequest>();
        for (var number = 0; number < 10; number++) {
            requests.add(TestRecords.request(TENANT, TestRecords.many(1 + number % 3)));
        }
        var plan = new AppendPlan(Map.of(TENANT.id(), Frontier.empty()), Map.of());
        order.forEach(number -> plan.add(requests.get(number), System.nanoTime()));

        var expected = new ArrayList<SealedRecord>();
        order.stream()
                .distinct()
                .forEach(number -> expected.addAll(requests.get(number).records()));
        assertThat(plan.placed().stream().map(AppendPlan.PlacedRecord::sealed)).containsExactlyElementsOf(expected);
        for (var index = 0; index < plan.placed().size(); index++) {
            assertThat(plan.placed().get(index).index()).isEqualTo(index);
        }
        assertThat(plan.newReceipts()).hasSize((int) order.stream().distinct().count());
        if (!expected.isEmpty()) {
            assertThat(plan.grown())
                    .containsExactly(Map.entry(
                            TENANT.id(),
                            Frontier.empty()
                                    .append(expected.stream()
                                            .map(SealedRecord::leafHash)
                                            .toList())));
        }
        for (var position = 0; position < order.size(); position++) {
            var receipt = ((AppendOutcome.Stored) plan.outcomes().get(position)).receipt();
            var records = requests.get(order.get(position)).records();
            assertThat(receipt.count()).isEqualTo(records.size());
            assertThat(receipt.duplicate()).isEqualTo(order.subList(0, position).contains(order.get(position)));
            assertThat(plan.placed().get((int) receipt.firstIndex()).sealed()).isSameAs(records.get(0));
        }
    }
}
