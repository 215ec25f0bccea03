// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.tlog.Frontier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A database of its own on a real PostgreSQL, and a plain appender beside the production one: it writes what the schema
 * says, one row after the other, so that evidence and verification are tested against a second reading of the design.
 */
public final class TestLedger implements AutoCloseable {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String database = "ledger" + DATABASES.incrementAndGet();
    private final Sealer sealer = new Sealer(new SecureRandom());
    private final Connection connection;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    public TestLedger() throws SQLException {
        try (var admin = SERVER.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute("create database " + database + " template ledger");
        }
        connection = SERVER.getDatabase("postgres", database).getConnection();
        pool = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(SERVER.getPort())
                        .setUser("postgres")
                        .setDatabase(database))
                .with(new PoolOptions().setMaxSize(4))
                .using(vertx)
                .build();
    }

    private static EmbeddedPostgres start() {
        try {
            var server = EmbeddedPostgres.builder().start();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database ledger");
            }
            Flyway.configure()
                    .dataSource(server.getDatabase("postgres", "ledger"))
                    .load()
                    .migrate();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    public Pool pool() {
        return pool;
    }

    /** Makes a tenant, its log through {@code registry}, and the partition that every record goes to. */
    public Tenant tenant(String name, LogRegistry registry) throws SQLException {
        sql("create table if not exists record_all partition of record default");
        sql("insert into tenant (name) values ('" + name + "')");
        var tenant = new Tenant((int) number("select id from tenant where name = '" + name + "'"), name);
        await(registry.ensureLog(pool, tenant.id()));
        return tenant;
    }

    /** Appends records in one transaction. */
    public List<SealedRecord> append(Tenant tenant, int count) throws SQLException {
        var records = new ArrayList<SealedRecord>();
        for (var number = 0; number < count; number++) {
            records.add(record(number));
        }
        append(tenant, records);
        return records;
    }

    /** Appends these records in one transaction. */
    public void append(Tenant tenant, List<SealedRecord> records) throws SQLException {
        connection.setAutoCommit(false);
        var head = head(tenant);
        try (var insert = connection.prepareStatement(insertRecord())) {
            for (var position = 0; position < records.size(); position++) {
                bind(insert, tenant, head.size() + position, records.get(position));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (var update = connection.prepareStatement("update log_head set size = ?, frontier = ? where log_id = ?")) {
            var next = head.append(records.stream().map(SealedRecord::leafHash).toList());
            update.setLong(1, next.size());
            update.setBytes(2, next.bytes());
            update.setInt(3, tenant.id());
            update.executeUpdate();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** A record with something in every part; invented values. */
    public SealedRecord record(int number) {
        var draft = new RecordDraft(1_760_000_000_000_000_000L + number, 1_759_999_999_000_000_000L + number);
        draft.put(Field.SURFACE, "claude_code");
        draft.put(Field.SIGNAL, "logs");
        draft.put(Field.EVENT, "tool_result");
        draft.put(Field.ACTION, "shell_command");
        draft.put(Field.OUTCOME, "success");
        draft.put(Field.RISK, number % 7 == 0 ? "high" : "low");
        draft.put(Field.RULES, List.of("rule-" + number % 3, "rule-9"));
        draft.put(Field.CONTROLS, List.of("soc2:CC6.1"));
        draft.put(Field.POLICY_VERSION, "v1");
        draft.put(Field.CONTENT_STATE, "redacted");
        draft.put(Field.TRUNCATED, number % 5 == 0 ? 1L : 0L);
        draft.put(Field.TOOL_NAME, "Bash");
        draft.put(Field.TARGET, "ls /srv/" + number);
        draft.put(Field.DURATION_MS, 12L + number);
        draft.put(Field.COST_USD_NANOS, Long.MAX_VALUE - number);
        draft.put(Field.USER_EMAIL, "[email:7f3a9c]");
        draft.put(Field.WORKSPACE_PATHS, List.of("/srv/a", "/srv/\"b\" \\ \u00e4"));
        draft.put(Field.SESSION_ID, "session-" + number % 4);
        draft.pii().put("email", 1 + number % 2);
        draft.content().put("toolInput", "ls \"quoted\" \\ \t \u00e4 \ud83d\ude00 " + number);
        draft.attributes(
                Attributes.builder(1).add("extra.key", new Value.Int(number)).build());
        return sealer.seal(draft);
    }

    /** The head as stored. */
    public Frontier head(Tenant tenant) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select size, frontier from log_head where log_id = " + tenant.id())) {
            rows.next();
            return Frontier.of(rows.getLong(1), rows.getBytes(2));
        }
    }

    /** Runs SQL with all triggers off, as someone with the owner's rights could. */
    public void tamper(String sql) throws SQLException {
        sql("set session_replication_role = replica");
        sql(sql);
        sql("set session_replication_role = origin");
    }

    public void sql(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public long number(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public String text(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Waits for a future, for at most a minute. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(1, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        await(pool.close());
        await(vertx.close());
        connection.close();
    }

    private static String insertRecord() {
        var columns = new StringBuilder("log_id, idx, id, received_unix_nanos, occurred_unix_nanos");
        Field.all().forEach(field -> columns.append(", ").append(field.column()));
        columns.append(
                ", pii, content, attributes, actor_salt, attributes_salt, content_salt, facts_salt, leaf, leaf_hash");
        var marks = "?, ".repeat(5 + Field.all().size()) + "?::jsonb" + ", ?".repeat(8);
        return "insert into record (" + columns + ") values (" + marks + ")";
    }

    private void bind(PreparedStatement insert, Tenant tenant, long index, SealedRecord record) throws SQLException {
        var id = ByteBuffer.wrap(record.id());
        var position = 0;
        insert.setInt(++position, tenant.id());
        insert.setLong(++position, index);
        insert.setObject(++position, new UUID(id.getLong(), id.getLong()));
        insert.setLong(++position, record.receivedUnixNanos());
        insert.setLong(++position, record.occurredUnixNanos());
        for (var field : Field.all()) {
            var value = record.values()[field.ordinal()];
            if (value == null) {
                insert.setNull(
                        ++position,
                        switch (field.type()) {
                            case TEXT -> Types.VARCHAR;
                            case INTEGER -> Types.BIGINT;
                            case LIST -> Types.ARRAY;
                        });
            } else if (field.type() == Field.Type.LIST) {
                insert.setArray(
                        ++position,
                        connection.createArrayOf("text", record.list(field).toArray()));
            } else {
                insert.setObject(++position, value);
            }
        }
        var pii = new JsonObject();
        record.pii().forEach(pii::put);
        insert.setString(++position, pii.encode());
        insert.setString(++position, record.contentJson());
        insert.setString(++position, record.attributesJson());
        insert.setBytes(++position, record.salts().get(Part.ACTOR));
        insert.setBytes(++position, record.salts().get(Part.ATTRIBUTES));
        insert.setBytes(++position, record.salts().get(Part.CONTENT));
        insert.setBytes(++position, record.salts().get(Part.FACTS));
        insert.setBytes(++position, record.leaf());
        insert.setBytes(++position, record.leafHash());
    }
}
