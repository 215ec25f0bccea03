// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/** A storage whose logs are summed up in stretches of few entries, and when a test asks for it. */
public final class SmallStretches implements AutoCloseable {
    public static final Stretches SMALL = new Stretches(16, 4);

    private final DatabaseUrl url;
    private final TestStorage storage;

    private SmallStretches(DatabaseUrl url, Path dataDir) {
        this.url = url;
        storage = TestStorage.on(TestDatabase.text(url), dataDir);
        // stretches are of another size here
        await(storage.storage().summarizer().stop());
    }

    /** On a new database. */
    public static SmallStretches open() {
        return on(TestDatabase.create(), TestStorage.temporaryDirectory());
    }

    /** On this database, with a data directory that several may share. */
    static SmallStretches on(DatabaseUrl url, Path dataDir) {
        return new SmallStretches(url, dataDir);
    }

    public TestStorage storage() {
        return storage;
    }

    DatabaseUrl url() {
        return url;
    }

    public Pool admin() {
        return storage.storage().adminPool();
    }

    public Tenant tenant() {
        return storage.tenant("t-" + UUID.randomUUID());
    }

    /** Sums up what is counted in memory, and reads the rest. */
    Summarizer summarizer(RecentCounts recent, MeterRegistry registry) {
        return new Summarizer(storage.vertx(), admin(), SMALL, recent, registry);
    }

    /** The same, by this clock. */
    Summarizer summarizer(RecentCounts recent, MeterRegistry registry, LongSupplier clockNanos) {
        return new Summarizer(storage.vertx(), admin(), SMALL, recent, registry, clockNanos);
    }

    /** Sums up by reading. */
    public Summarizer reading() {
        return summarizer(new RecentCounts(SMALL, 0), new SimpleMeterRegistry());
    }

    /** The answer to a question about a log, which is $1. */
    public long number(String sql, Tenant log) {
        return await(admin().preparedQuery(sql).execute(Tuple.of(log.id())))
                .iterator()
                .next()
                .getLong(0);
    }

    /** The rows of all summaries are those that reading all records makes. */
    void assertRowsAreThoseOfReading() {
        var rows = rows();
        await(admin().withTransaction(connection -> connection
                .query("delete from summary_part")
                .execute()
                .compose(done -> connection.query("delete from summary_cursor").execute())
                .compose(done -> connection.query("delete from record_summary").execute())));
        await(reading().runNow());
        assertThat(rows).isNotEmpty().containsExactlyElementsOf(rows());
    }

    private List<String> rows() {
        var texts = new ArrayList<String>();
        await(admin().query("select s::text from record_summary s order by log_id, level, number, team")
                        .execute())
                .forEach(row -> texts.add(row.getString(0)));
        return texts;
    }

    @Override
    public void close() {
        storage.close();
    }
}
