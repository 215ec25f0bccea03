// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;
import static io.deedbook.storage.erasure.TestPeople.JANE;
import static io.deedbook.storage.erasure.TestPeople.append;
import static io.deedbook.storage.erasure.TestPeople.column;
import static io.deedbook.storage.erasure.TestPeople.contents;
import static io.deedbook.storage.erasure.TestPeople.request;
import static io.deedbook.storage.erasure.TestPeople.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.redact.SubjectTokens;
import io.deedbook.storage.CutConnections;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.ledger.CommitListener;
import io.deedbook.storage.ledger.OwnEntries;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.Partitions;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.postgres.Roles;
import io.deedbook.storage.postgres.TestDatabase;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connection is cut at each statement of an erasure's transaction, before or after the server has run it; then it
 * is asked for again.
 */
class CutErasureIT {
    private static final Path JOURNALS = TestStorage.temporaryDirectory();

    private static DatabaseUrl url;
    private static Roles roles;
    private static TestStorage storage;
    private static Pools pools;

    @BeforeAll
    static void open() {
        url = TestDatabase.create();
        storage = TestStorage.on(url);
        roles = Roles.establish(url);
        pools = Pools.open(storage.vertx(), url, roles);
    }

    @AfterAll
    static void close() {
        await(pools.close());
        storage.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void erase_erasesAndLogsOnceAfterACutAtEveryStatement(boolean afterwards) {
        var cuts = 0;
        for (var more = true; more; cuts++) {
            var tenant = storage.tenant("cut-" + afterwards + "-" + cuts);
            append(storage, tenant, TestPeople.inTurn(6));
            // of its own, so that what comes after gets no connection that has died and doesn't know it yet
            var dying = Pools.open(storage.vertx(), url, roles);
            var cut = erasures(CutConnections.of(dying.admin(), pools.admin(), 1 + cuts, afterwards));
            more = await(cut.start(request(tenant, JANE), progress -> {})
                    .compose(running -> running.ended())
                    .transform(ended -> Future.succeededFuture(ended.failed())));
            await(dying.close());

            var again = erasures(pools.admin());
            await(await(again.start(request(tenant, JANE), progress -> {})).ended());

            assertThat(column(storage, tenant, "user_email")).doesNotContain(JANE);
            assertThat(contents(storage, tenant, Kind.ERASURE)).hasSize(1);
            var report = verify(storage, tenant);
            assertThat(report.findings()).isEmpty();
            assertThat(report.erasedParts()).isEqualTo(9);
        }

        // begin, head, holds, candidates, journal, progress, right, update, right, summaries (2), insert, head,
        // commit; then none
        assertThat(cuts).isEqualTo(14 + 1);
    }

    private static Erasures erasures(Pool transactions) {
        return new Erasures(
                storage.vertx(),
                pools.admin(),
                new OwnEntries(transactions, new Partitions(pools.admin()), CommitListener.NONE),
                roles.eraser(),
                tenant -> new SubjectTokens(storage.storage().secrets().tokenKey(tenant)),
                JOURNALS,
                () -> false,
                () -> TimeUnit.SECONDS.toNanos(Instant.now().getEpochSecond()),
                new CompositeMeterRegistry());
    }
}
