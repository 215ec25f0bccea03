// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.deedbook.storage.TestStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real PostgreSQL for one test class, which can be stopped, frozen, and made read-only. */
public final class OwnServer implements AutoCloseable {
    private final Path directory = TestStorage.temporaryDirectory();

    private final EmbeddedDatabase server;
    private final DatabaseUrl url;

    public OwnServer() throws IOException {
        server = EmbeddedDatabase.start(directory);
        url = server.url();
    }

    public DatabaseUrl target() {
        return url;
    }

    /** Stops all its processes where they are: connections stay open, and nothing answers. */
    public void freeze() throws Exception {
        signal("-STOP");
    }

    public void thaw() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        var command = new ArrayList<String>(List.of("kill", signal));
        var file = directory.resolve("postgres").resolve("data").resolve("postmaster.pid");
        var postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).get(0)))
                .orElseThrow();
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).start().waitFor();
    }

    /** As after a failover to a standby: sessions that are there notice with their next transaction. */
    public void readOnly(boolean is) throws SQLException {
        var properties = url.jdbcProperties();
        properties.put("options", "-c default_transaction_read_only=off");
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), properties);
                var statement = connection.createStatement()) {
            statement.execute("alter system set default_transaction_read_only = " + (is ? "on" : "off"));
            statement.execute("select pg_reload_conf()");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
