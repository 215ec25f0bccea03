// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.deedbook.pipeline.fixtures.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Replays everything that the real client sent, with all its invented secrets, and looks for them wherever something is
 * kept or shown: tables, files of the database, log, API, metrics.
 */
class SecretsNowhereIT {
    private static final Pattern SECRETS = Pattern.compile(
            "4111[ -]?1111[ -]?1111[ -]?1111|078-05-1120|AKIAIOSFODNN7EXAMPLE", Pattern.CASE_INSENSITIVE);
    private static final String EMAIL = "jane.doe@example.com";

    @TempDir
    static Path dataDir;

    private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
    private static TestCollector collector;

    @BeforeAll
    static void sendEverything() throws Exception {
        LOGGED.start();
        root().addAppender(LOGGED);
        ((Logger) LoggerFactory.getLogger("io.deedbook")).setLevel(Level.TRACE);
        collector = TestCollector.start(dataDir);
        var carried = 0;
        for (var fixture : Fixture.all()) {
            assertThat(collector.client().send(fixture).statusCode()).isEqualTo(200);
            carried += SECRETS.matcher(new String(fixture.body(), StandardCharsets.ISO_8859_1))
                            .find()
                    ? 1
                    : 0;
        }
        assertThat(carried).as("requests that carry a secret").isGreaterThan(10);
    }

    @AfterAll
    static void close() throws Exception {
        collector.close();
        root().detachAppender(LOGGED);
        ((Logger) LoggerFactory.getLogger("io.deedbook")).setLevel(null);
    }

    @Test
    void tablesHoldNoSecret() throws Exception {
        var dump = dump();
        assertThat(dump.get("record")).isNotEmpty();
        dump.forEach((table, rows) -> assertThat(found(SECRETS, rows)).as(table).isEmpty());
    }

    @Test
    void theAddressIsInItsOwnColumnAndNowhereElse() throws Exception {
        var email = Pattern.compile(Pattern.quote(EMAIL), Pattern.CASE_INSENSITIVE);
        dump().forEach((table, rows) -> assertThat(found(email, rows)).as(table).isEmpty());
    }

    @Test
    void filesOfTheDatabaseHoldNoSecret() throws IOException {
        try (var files = Files.walk(dataDir)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(SECRETS.matcher(text).find())
                        .as(dataDir.relativize(file).toString())
                        .isFalse();
            }
        }
    }

    @Test
    void theLogHoldsNeitherSecretsNorTheKey() {
        var log = List.copyOf(LOGGED.list).stream()
                .map(event -> event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .collect(Collectors.joining("\n"));
        assertThat(SECRETS.matcher(log).find()).as(log).isFalse();
        assertThat(log).doesNotContain(EMAIL, TestCollector.KEY);
    }

    @Test
    void answersHoldNoSecret() throws Exception {
        var client = collector.client();
        for (var record : client.records()) {
            record.remove("userEmail");
            var text = record.encode();
            assertThat(SECRETS.matcher(text).find()).as(text).isFalse();
            assertThat(text).doesNotContain(EMAIL);
        }
        assertThat(SECRETS.matcher(client.get("/metrics").body()).find()).isFalse();
    }

    private static List<String> found(Pattern pattern, List<String> rows) {
        return rows.stream().filter(row -> pattern.matcher(row).find()).toList();
    }

    /**
     * Every row of every table as text, bytes as their characters; without the column that holds the claimed address.
     */
    private static Map<String, List<String>> dump() throws SQLException, IOException {
        var dump = new TreeMap<String, List<String>>();
        try (var connection = connection()) {
            for (var table : columns(connection).entrySet()) {
                var rows = new ArrayList<String>();
                try (var statement = connection.createStatement();
                        var result = statement.executeQuery("select concat_ws(' | ', "
                                + String.join(", ", table.getValue()) + ") from " + table.getKey())) {
                    while (result.next()) {
                        rows.add(result.getString(1));
                    }
                }
                dump.put(table.getKey(), rows);
            }
        }
        return dump;
    }

    private static Map<String, List<String>> columns(Connection connection) throws SQLException {
        var columns = new TreeMap<String, List<String>>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("""
                        select table_name,
                            case data_type when 'bytea' then format('encode(%1$I, ''escape'')', column_name)
                                else format('%1$I::text', column_name) end
                        from information_schema.columns
                        where table_schema = 'public' and not (column_name = 'user_email' and table_name like 'record%')""")) {
            while (result.next()) {
                columns.computeIfAbsent(result.getString(1), table -> new ArrayList<>())
                        .add(result.getString(2));
            }
        }
        return columns;
    }

    private static Connection connection() throws SQLException, IOException {
        var postgres = dataDir.resolve("postgres");
        var port = Files.readAllLines(postgres.resolve("data/postmaster.pid")).get(3);
        var password = Files.readString(postgres.resolve("password")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/deedbook", "deedbook", password);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
