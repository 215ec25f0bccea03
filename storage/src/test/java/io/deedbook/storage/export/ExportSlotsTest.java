// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExportSlotsTest {
    private final ExportSlots slots = new ExportSlots();

    @Test
    void tryTake_leavesRoomForOtherTenants() {
        for (var taken = 0; taken < ExportSlots.OF_TENANT_MAX; taken++) {
            assertThat(slots.tryTake(1)).isTrue();
        }
        assertThat(slots.tryTake(1)).isFalse();
        assertThat(slots.tryTake(2)).isTrue();

        slots.giveBack(1);
        assertThat(slots.tryTake(1)).isTrue();
    }

    @Test
    void tryTake_isBoundedForAllTenantsTogether() {
        for (var tenant = 0; tenant < ExportSlots.ALL_MAX; tenant++) {
            assertThat(slots.tryTake(tenant)).isTrue();
        }
        assertThat(slots.tryTake(100)).isFalse();
        slots.giveBack(0);
        assertThat(slots.tryTake(100)).isTrue();
    }
}
