// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL of our own in {@code <data-dir>/postgres}, for whoever names no database. Its data stay between
 * starts. It listens on 127.0.0.1 only, on a free port, has no socket file, and knows one user whose random password
 * stands in a file of mode 0600.
 *
 * <p>The programs are run by us and not through the library they come with, because that one trusts every local user,
 * turns fsync off, and unpacks to the machine's temporary directory.
 *
 * <p>The process that started the server holds a lock on {@code <data-dir>/postgres/owner.lock}, which the kernel
 * releases even after a kill -9. Who gets the lock and finds a server running knows that it was left over, and stops it
 * first. Who does not get it (a command line beside a running server, a collector that takes over) joins that server.
 * Who leaves last stops it, as the {@link UserLock} tells. All methods block.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "deedbook";
    private static final int JOIN_MILLIS_MAX = 60_000;
    private static final int JOIN_POLL_MILLIS = 100;
    private static final int PASSWORD_BYTES = 24;
    // duplicate_database, or unique_violation in the catalogue
    private static final Set<String> MADE_MEANWHILE = Set.of("42P04", "23505");

    private final DatabaseUrl url;
    private final Path directory;
    private final FileChannel lockFile;
    private final UserLock users;
    private final boolean owner;

    private EmbeddedDatabase(DatabaseUrl url, Path directory, FileChannel lockFile, UserLock users, boolean owner) {
        this.url = url;
        this.directory = directory;
        this.lockFile = lockFile;
        this.users = users;
        this.owner = owner;
    }

    /**
     * Starts the server in {@code <dataDir>/postgres}, or joins the one that another process runs there.
     *
     * @throws DatabaseUnusableException when it can't be started; the message says why
     */
    public static EmbeddedDatabase start(Path dataDir) {
        try {
            var directory =
                    Files.createDirectories(dataDir.toAbsolutePath().normalize().resolve("postgres"));
            var lockFile = FileChannel.open(
                    directory.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            // before the other: whoever stops owning must see that we are coming
            var users = UserLock.shared(directory.resolve("users.lock"));
            try {
                return tryLock(lockFile) ? own(directory, lockFile, users) : join(directory, lockFile, users);
            } catch (IOException | RuntimeException e) {
                users.close();
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseUnusableException("The included PostgreSQL can't be started: " + e.getMessage(), e);
        }
    }

    /**
     * As {@link #start}, but only where there is a database already: for those who must not make one.
     *
     * @throws DatabaseUnusableException also when there is none
     */
    public static EmbeddedDatabase startExisting(Path dataDir) {
        if (!isIn(dataDir)) {
            throw new DatabaseUnusableException("There is no database in " + dataDir + ".");
        }
        return start(dataDir);
    }

    /** Whether there is a database in {@code dataDir}. */
    public static boolean isIn(Path dataDir) {
        return PostgresServer.isInitialised(dataDir.toAbsolutePath().normalize().resolve("postgres"));
    }

    /** Where the server is; with the password. */
    public DatabaseUrl url() {
        return url;
    }

    /** Stops the server in order, unless another process uses it, which then stops it when it leaves. */
    @Override
    public void close() {
        try (lockFile;
                users) {
            if (!owner && !tryLock(lockFile)) {
                return;
            }
            if (users.isAnybodyElse()) {
                log.debug("The included PostgreSQL goes on, because another process uses it.");
                return;
            }
            server(directory).stop();
            log.info("The included PostgreSQL has stopped.");
        } catch (IOException e) {
            log.warn("The included PostgreSQL did not stop in time. The next start recovers from that.", e);
        }
    }

    private static PostgresServer server(Path directory) throws IOException {
        return new PostgresServer(PostgresCommand.of(PostgresBinaries.unpack(directory), directory), directory);
    }

    private static boolean tryLock(FileChannel lockFile) throws IOException {
        try {
            @Nullable FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // this very process runs the server already
            return false;
        }
    }

    private static EmbeddedDatabase own(Path directory, FileChannel lockFile, UserLock users) throws IOException {
        var running = PostgresServer.readyPort(directory);
        if (running.isPresent() && users.isAnybodyElse()) {
            log.debug("The included PostgreSQL runs for another process already. port={}", running.getAsInt());
            var url = url(running.getAsInt(), directory.resolve("password"));
            return new EmbeddedDatabase(url, directory, lockFile, users, true);
        }
        PostgresBinaries.removeLeftOvers(directory);
        var passwordFile = passwordFile(directory);
        var server = server(directory);
        server.stopLeftOver();
        server.initialise(NAME, passwordFile);
        var port = server.start();
        var url = url(port, passwordFile);
        try {
            createDatabase(url);
        } catch (DatabaseUnusableException e) {
            server.stop();
            throw e;
        }
        log.info("The included PostgreSQL has started. port={} directory={}", port, directory);
        return new EmbeddedDatabase(url, directory, lockFile, users, true);
    }

    private static EmbeddedDatabase join(Path directory, FileChannel lockFile, UserLock users) throws IOException {
        for (var waited = 0; waited < JOIN_MILLIS_MAX; waited += JOIN_POLL_MILLIS) {
            var port = PostgresServer.readyPort(directory);
            if (port.isPresent()) {
                var url = url(port.getAsInt(), directory.resolve("password"));
                createDatabase(url);
                return new EmbeddedDatabase(url, directory, lockFile, users, false);
            }
            pause();
        }
        throw new DatabaseUnusableException(
                "Another process is using " + directory + ", but its PostgreSQL does not accept connections.");
    }

    private static void pause() {
        try {
            Thread.sleep(JOIN_POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnusableException("Interrupted while waiting for PostgreSQL.", e);
        }
    }

    /** Makes the password once, complete or not at all. */
    private static Path passwordFile(Path directory) throws IOException {
        var file = directory.resolve("password");
        if (!Files.exists(file)) {
            var bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            var partial = Files.createTempFile(
                    directory,
                    "initialising",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(partial, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private static DatabaseUrl url(int port, Path passwordFile) throws IOException {
        var password = Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
        return new DatabaseUrl("127.0.0.1", port, NAME, NAME, password, "disable", null);
    }

    /** Makes the database unless it is there; who joins does so too, because the owner may not have come to it yet. */
    private static void createDatabase(DatabaseUrl url) {
        var maintenance =
                new DatabaseUrl(url.host(), url.port(), "postgres", url.user(), url.password(), url.sslMode(), null);
        try (var connection = DriverManager.getConnection(maintenance.jdbcUrl(), maintenance.jdbcProperties());
                var statement = connection.createStatement();
                var creation = connection.createStatement();
                var found = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
            if (!found.next()) {
                creation.execute("create database " + NAME);
            }
        } catch (SQLException e) {
            if (!MADE_MEANWHILE.contains(e.getSQLState())) {
                throw new DatabaseUnusableException("The included PostgreSQL refuses us: " + e.getMessage(), e);
            }
        }
    }
}
