// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final AppendRequest REQUEST = TestRecords.request(new Tenant(1, "acme"), TestRecords.many(9));

    @Test
    void fill_leavesARequestAsItIsThatWouldBeStoredNow() {
        var filled = gaps(some -> false).fill(REQUEST, 1_000).result();

        assertThat(filled.count()).isZero();
        assertThat(filled.request().records()).isEqualTo(REQUEST.records());
        assertThat(filled.request().exportKey()).isEqualTo(REQUEST.exportKey());
    }

    @Test
    void fill_replacesTheGuiltyAlone() {
        var guilty = REQUEST.records().get(4);
        var filled = gaps(some -> some.records().contains(guilty))
                .fill(REQUEST, 1_000)
                .result();

        assertThat(filled.count()).isOne();
        for (var position : List.of(0, 1, 2, 3, 5, 6, 7, 8)) {
            assertThat(filled.request().records().get(position))
                    .isSameAs(REQUEST.records().get(position));
        }
        assertThat(filled.request().records().get(4).text(Field.KIND)).isEqualTo("gap");
    }

    @Test
    void fill_replacesAllWhereEachWouldBeStoredWithoutTheOthers() {
        var filled =
                gaps(some -> some.records().size() > 4).fill(REQUEST, 1_000).result();

        assertThat(filled.count()).isEqualTo(9);
    }

    @Test
    void fill_failsWhenTheLedgerIsAway() {
        var away = new Gaps(ledger(some -> Future.failedFuture(Fault.away())), new Sealer());

        assertThat(away.fill(REQUEST, 1_000).failed()).isTrue();
    }

    private static Gaps gaps(Predicate<AppendRequest> refused) {
        return new Gaps(
                ledger(some -> refused.test(some)
                        ? Future.failedFuture(new IllegalArgumentException("refused"))
                        : Future.succeededFuture()),
                new Sealer());
    }

    private interface Trial {
        Future<Void> of(AppendRequest some);
    }

    private static Appending ledger(Trial trial) {
        return new Appending() {
            @Override
            public Future<List<AppendOutcome>> append(
                    List<AppendRequest> group, long millisMax, Lead before, Lead own) {
                return Future.failedFuture("nothing is stored here");
            }

            @Override
            public Future<Void> tryOut(AppendRequest request, long millisMax) {
                return trial.of(request);
            }
        };
    }
}
