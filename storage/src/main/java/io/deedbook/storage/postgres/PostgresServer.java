// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One PostgreSQL data directory of ours and the server on it: made, started, stopped. Its methods block. */
final class PostgresServer {
    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private static final int INIT_SECONDS_MAX = 120;
    private static final int START_SECONDS_MAX = 120;
    private static final int STOP_SECONDS_MAX = 60;
    private static final int START_ATTEMPTS_MAX = 3;
    private static final String SETTINGS_FILE = "deedbook.conf";

    private final PostgresCommand command;
    private final Path directory;
    private final Path data;

    PostgresServer(PostgresCommand command, Path directory) {
        this.command = command;
        this.directory = directory;
        this.data = data(directory);
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }

    /** Whether there is a data directory. */
    static boolean isInitialised(Path directory) {
        return Files.exists(data(directory).resolve("PG_VERSION"));
    }

    /** Makes the data directory unless there is one. An interrupted attempt leaves none behind. */
    void initialise(String user, Path passwordFile) throws IOException {
        if (isInitialised(directory)) {
            return;
        }
        var partial =
                directory.resolve("initialising-" + ProcessHandle.current().pid());
        command.run(
                INIT_SECONDS_MAX,
                "initdb",
                "--pgdata=" + partial,
                "--username=" + user,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // upper and lower case of all of Unicode, without depending on the locales of the machine
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums");
        Files.writeString(
                partial.resolve("postgresql.conf"),
                "\ninclude '" + SETTINGS_FILE + "'\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
        Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Stops the server that an owner which is gone has left running on this directory, if there is one. */
    void stopLeftOver() throws IOException {
        var pid = Postmaster.pid(data);
        if (pid.isEmpty()) {
            return;
        }
        if (Postmaster.runs(pid.getAsLong(), data)) {
            log.info("A PostgreSQL server was left running by an earlier start. Stopping it. pid={}", pid.getAsLong());
            stop();
        } else {
            // After a crash of the machine the number may belong to another program by now.
            Files.deleteIfExists(Postmaster.file(data));
        }
    }

    /**
     * Starts the server on a free port.
     *
     * @return the port
     */
    int start() throws IOException {
        for (var attempt = 1; ; attempt++) {
            var port = freePort();
            Files.writeString(data.resolve(SETTINGS_FILE), settings(port), StandardCharsets.UTF_8);
            try {
                command.run(
                        START_SECONDS_MAX + 5,
                        "pg_ctl",
                        "start",
                        "--pgdata=" + data,
                        "--wait",
                        "--timeout=" + START_SECONDS_MAX,
                        "--log=" + directory.resolve("start.log"));
                return port;
            } catch (IOException e) {
                if (attempt == START_ATTEMPTS_MAX) {
                    throw e;
                }
                log.warn("PostgreSQL did not start. Trying another port. attempt={}", attempt);
            }
        }
    }

    /** Stops the server in order: open transactions are rolled back, everything committed is flushed. */
    void stop() throws IOException {
        if (Postmaster.pid(data).isEmpty()) {
            return;
        }
        command.run(
                STOP_SECONDS_MAX + 5,
                "pg_ctl",
                "stop",
                "--pgdata=" + data,
                "--mode=fast",
                "--wait",
                "--timeout=" + STOP_SECONDS_MAX);
    }

    /** The port of the server that another process runs on {@code directory}, once it accepts connections. */
    static OptionalInt readyPort(Path directory) throws IOException {
        return Postmaster.readyPort(data(directory));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * What we rely on stands here even where it is the default. Processes read for themselves ({@code io_method}):
     * where processors are few, handing each read to a worker costs a vacuum a sixth of its time. What they write goes
     * to disk at once ({@code backend_flush_after}), or the system writes it in bursts that a commit waits behind. Pages
     * and log are mostly written by processes that nobody waits for ({@code bgwriter_*}, {@code wal_writer_delay}).
     * Statements and values stay out of the server's log, which is kept for a week.
     */
    private static String settings(int port) {
        return """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 120
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                shared_buffers = '256MB'
                max_wal_size = '4GB'
                min_wal_size = '1GB'
                wal_buffers = '16MB'
                backend_flush_after = '256kB'
                bgwriter_delay = '20ms'
                bgwriter_lru_maxpages = 1000
                bgwriter_lru_multiplier = 4
                wal_writer_delay = '10ms'
                io_method = 'sync'
                jit = off
                timezone = 'UTC'
                logging_collector = on
                log_directory = '../log'
                log_filename = 'postgres-%%a.log'
                log_rotation_age = '1d'
                log_rotation_size = 0
                log_truncate_on_rotation = on
                log_error_verbosity = terse
                log_min_error_statement = panic
                log_parameter_max_length_on_error = 0
                """.formatted(port);
    }
}
