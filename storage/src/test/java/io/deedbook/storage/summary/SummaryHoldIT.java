// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An eraser holds one log, and no other. */
class SummaryHoldIT {
    private static SmallStretches stretches;

    @BeforeAll
    static void open() {
        stretches = SmallStretches.open();
    }

    @AfterAll
    static void close() {
        stretches.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit", "rollback"})
    void runNow_leavesALogForLaterWhoseFirstRowAnEraserIsMakingAndSumsTheOthersUp(String end) {
        var held = stretches.tenant();
        var other = stretches.tenant();
        // the first in the round
        append(held, 3 * 16);
        append(other, 16);
        var eraser = await(stretches.admin().getConnection());
        await(eraser.query("begin").execute());
        await(SummaryHold.take(eraser, held.id()));

        await(stretches.reading().runNow());

        assertThat(summedUp(held)).isZero();
        assertThat(summedUp(other)).isOne();
        await(eraser.query(end).execute().eventually(eraser::close));
        await(stretches.reading().runNow());
        assertThat(summedUp(held)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit", "rollback"})
    void runNow_leavesALogForLaterThatAnEraserHolds(String end) {
        var held = stretches.tenant();
        append(held, 16);
        await(stretches.reading().runNow());
        append(held, 2 * 16);
        var eraser = await(stretches.admin().getConnection());
        await(eraser.query("begin").execute());
        await(SummaryHold.take(eraser, held.id()));

        await(stretches.reading().runNow());

        assertThat(summedUp(held)).isOne();
        await(eraser.query(end).execute().eventually(eraser::close));
        await(stretches.reading().runNow());
        assertThat(summedUp(held)).isEqualTo(3);
    }

    private static void append(Tenant tenant, int count) {
        await(stretches.storage().append(TestRecords.request(tenant, TestRecords.many(count))));
    }

    private static long summedUp(Tenant tenant) {
        return stretches.number(
                "select count(*) from record_summary where log_id = $1 and level = 0 and team = ''", tenant);
    }
}
