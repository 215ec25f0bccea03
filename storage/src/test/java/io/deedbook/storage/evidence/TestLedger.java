// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
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

    /**
     * Makes a tenant, its log through {@code registry} as logs were before they began with a genesis entry, and the
     * partition that every record goes to.
     */
    public Tenant tenant(String name, LogRegistry registry) throws SQLException {
        var tenant = tenantWithGenesis(name, registry);
        tamper("delete from record where log_id = " + tenant.id());
        sql("update log_head set size = 0, frontier = '' where log_id = " + tenant.id());
        return tenant;
    }

    /** The same with the entry that logs begin with. */
    public Tenant tenantWithGenesis(String name, LogRegistry registry) throws SQLException {
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
            records.add(TestRecords.record(number));
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

    /** The head as stored. */
    public Frontier head(Tenant tenant) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select size, frontier from log_head where log_id = " + tenant.id())) {
            rows.next();
            return Frontier.of(rows.getLong(1), rows.getBytes(2));
        }
    }

    /** The tree that the stored hashes lead to. */
    public Frontier frontierOfRecords(Tenant tenant) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select leaf_hash from record where log_id = " + tenant.id() + " order by idx")) {
            var hashes = new ArrayList<byte[]>();
            while (rows.next()) {
                hashes.add(rows.getBytes(1));
            }
            return Frontier.empty().append(hashes);
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
