// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections of the event loops to the database, apart by purpose so that none can starve another. Each pool has
 * its role, its time limits and a bounded queue. What clients send is appended over {@link WriterConnection}.
 *
 * @param publisher signs checkpoints: the writer's rights, but never in its way
 * @param reader reads for the API and the dashboard
 * @param sessions of the dashboard: anybody can have one looked for, so it must not be in the way of keys
 * @param admin keys, tenants, partitions: as the login role, which owns the schema
 */
public record Pools(Pool publisher, Pool reader, Pool sessions, Pool admin) {
    /** After this the server gives a statement up. */
    static final int WRITER_STATEMENT_MILLIS = 6_000;

    static final int READER_STATEMENT_MILLIS = 5_000;
    static final int ADMIN_STATEMENT_MILLIS = 10_000;
    private static final int VERIFIER_STATEMENT_MILLIS = 25_000;

    public static final int PUBLISHER_CONNECTIONS = 4;
    public static final int READER_CONNECTIONS = 6;
    static final int SESSION_CONNECTIONS = 2;
    static final int ADMIN_CONNECTIONS = 4;
    private static final int VERIFIER_CONNECTIONS = 2;
    private static final int CONNECT_MILLIS = 3_000;
    // above every statement's limit: what says nothing for so long is a dead peer, or idle and quickly made anew
    private static final int SILENCE_SECONDS = 30;

    /** Makes the pools; connections are opened when they are first needed. */
    public static Pools open(Vertx vertx, DatabaseUrl url, Roles roles) {
        return new Pools(
                pool(vertx, url, "publisher", roles.writer(), ADMIN_STATEMENT_MILLIS, PUBLISHER_CONNECTIONS, 16),
                pool(vertx, url, "reader", roles.reader(), READER_STATEMENT_MILLIS, READER_CONNECTIONS, 64),
                pool(vertx, url, "sessions", "", READER_STATEMENT_MILLIS, SESSION_CONNECTIONS, 64),
                pool(vertx, url, "admin", "", ADMIN_STATEMENT_MILLIS, ADMIN_CONNECTIONS, 256));
    }

    /** Connections as the login role whose transactions are read-only. */
    public static Pool readOnly(Vertx vertx, DatabaseUrl url) {
        var properties = Map.of("default_transaction_read_only", "on");
        var options = connectOptions(url, "verifier", VERIFIER_STATEMENT_MILLIS, properties);
        return pool(vertx, "verifier", options, VERIFIER_CONNECTIONS, 16);
    }

    /** Closes all connections. */
    public Future<Void> close() {
        return Future.join(List.of(publisher.close(), reader.close(), sessions.close(), admin.close()))
                .mapEmpty();
    }

    private static Pool pool(
            Vertx vertx, DatabaseUrl url, String name, String role, int statementMillis, int connections, int waiting) {
        var properties = role.isEmpty() ? Map.<String, String>of() : Map.of("role", role);
        return pool(vertx, name, connectOptions(url, name, statementMillis, properties), connections, waiting);
    }

    private static Pool pool(Vertx vertx, String name, PgConnectOptions options, int connections, int waiting) {
        return PgBuilder.pool()
                .with(new PoolOptions()
                        .setName("deedbook-" + name)
                        .setMaxSize(connections)
                        .setMaxWaitQueueSize(waiting)
                        .setConnectionTimeout(CONNECT_MILLIS)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(SILENCE_SECONDS - 5)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .with(new NetClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setReadIdleTimeout(SILENCE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setTcpNoDelay(true)
                        .setTcpKeepAlive(true))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    private static PgConnectOptions connectOptions(
            DatabaseUrl url, String name, int statementMillis, Map<String, String> others) {
        var properties = new HashMap<>(others);
        properties.put("application_name", "deedbook " + name);
        properties.put("client_encoding", "utf-8");
        properties.put("DateStyle", "ISO");
        properties.put("TimeZone", "UTC");
        properties.put("statement_timeout", Integer.toString(statementMillis));
        properties.put("idle_in_transaction_session_timeout", Integer.toString(2 * statementMillis));
        var options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setPassword(url.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(64)
                .setPreparedStatementCacheSqlLimit(16 * 1024)
                .setPipeliningLimit(16)
                .setSslMode(SslMode.of(url.sslMode()));
        options.setProperties(properties);
        if (options.getSslMode() != SslMode.DISABLE) {
            options.setSslOptions(tls(url));
        }
        return options;
    }

    private static ClientSSLOptions tls(DatabaseUrl url) {
        var verified = url.sslMode().startsWith("verify-");
        var options = new ClientSSLOptions()
                .setTrustAll(!verified)
                .setHostnameVerificationAlgorithm(url.sslMode().equals("verify-full") ? "HTTPS" : "");
        if (verified && url.sslRootCert() != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(url.sslRootCert()));
        }
        return options;
    }
}
