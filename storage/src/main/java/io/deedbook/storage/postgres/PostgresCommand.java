// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs PostgreSQL's own programs, as a user that they accept: PostgreSQL refuses to run as root. As root it is started
 * in a user namespace of its own ({@code unshare -U}), in which root is nobody in particular while the files stay
 * root's; where the kernel or a seccomp profile forbids that, as the unprivileged user {@value #NOBODY} through
 * {@code setpriv}, to whom the directory is then handed over.
 */
final class PostgresCommand {
    private static final Logger log = LoggerFactory.getLogger(PostgresCommand.class);
    private static final int NOBODY = 65534;
    private static final int OUTPUT_BYTES_MAX = 16 * 1024;

    private final Path programs;
    private final List<String> prefix;

    private PostgresCommand(Path programs, List<String> prefix) {
        this.programs = programs;
        this.prefix = prefix;
    }

    /**
     * @param programs the {@code bin} directory
     * @param directory what the server writes to
     */
    static PostgresCommand of(Path programs, Path directory) throws IOException {
        if (!runsAsRoot()) {
            return new PostgresCommand(programs, List.of());
        }
        if (succeeds(List.of("unshare", "-U", "true"))) {
            return new PostgresCommand(programs, List.of("unshare", "-U"));
        }
        log.info("User namespaces are not permitted here. PostgreSQL runs as an unprivileged user. uid={}", NOBODY);
        if (!succeeds(List.of("chown", "-R", NOBODY + ":" + NOBODY, directory.toString()))) {
            throw new DatabaseUnusableException("PostgreSQL does not run as root. Start Deedbook as another user.");
        }
        return new PostgresCommand(
                programs, List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }

    /**
     * Runs a program to its end.
     *
     * @return what it wrote
     * @throws IOException when it fails or takes too long; the message ends with what it wrote
     */
    String run(int timeoutSeconds, String program, String... arguments) throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        // A file and no pipe: the server that pg_ctl leaves behind inherits it, and a pipe would never end.
        var output = Files.createTempFile("deedbook-postgres", ".log");
        try {
            var process = start(command, output);
            var text = await(process, timeoutSeconds) ? text(output) : "it did not end in " + timeoutSeconds + " s";
            if (process.isAlive() || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(program + " failed: " + text);
            }
            return text;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static Process start(List<String> command, Path output) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // what libpq and the server would take from our environment is not meant for this server
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private static boolean await(Process process, int timeoutSeconds) throws IOException {
        try {
            return process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String text(Path output) throws IOException {
        try (var in = Files.newInputStream(output)) {
            return new String(in.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8).strip();
        }
    }

    private static boolean runsAsRoot() throws IOException {
        var self = Path.of("/proc/self");
        return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
    }

    private static boolean succeeds(List<String> command) throws IOException {
        try {
            var process = start(command, Path.of("/dev/null"));
            if (!await(process, 30)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            // the program is not installed
            return false;
        }
    }
}
