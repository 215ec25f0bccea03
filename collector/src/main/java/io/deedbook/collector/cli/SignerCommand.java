// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.server.StorageSettings;
import io.deedbook.collector.signer.SignerServer;
import io.deedbook.storage.sign.KeyDirectory;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook signer}. */
@Command(
        name = "signer",
        mixinStandardHelpOptions = true,
        description = {
            "Holds the keys of ledgers apart from the collector, and signs a head only when it is proven to extend what was"
                    + " signed before. Run it as a user of its own, best on a disk of its own.",
            "",
            "The collector is told of it with --signer and --signer-token-file. docs/SIGNER.md describes the protocol."
        })
final class SignerCommand implements Callable<Integer> {
    private static final String UNIX = "unix:";

    private final Console console;

    @Option(
            names = "--key-dir",
            required = true,
            paramLabel = "<directory>",
            description = "Where keys are made, and what they signed last is remembered.")
    private @Nullable Path keyDirectory;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "<address>",
            description = "unix:/path or 127.0.0.1:port. On a Unix socket only this user may connect.")
    private String listen = "";

    @Option(
            names = "--token-file",
            required = true,
            paramLabel = "<file>",
            description = "File whose first line is the secret that collectors have to send.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--key-passphrase-file",
            paramLabel = "<file>",
            description = "File whose first line encrypts the keys.")
    private @Nullable Path passphraseFile;

    SignerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        var directory = given(keyDirectory);
        var token = StorageSettings.firstLine("token-file", given(tokenFile));
        var passphrase = passphraseFile == null ? "" : StorageSettings.firstLine("key-passphrase-file", passphraseFile);
        var address = address();
        var vertx = Vertx.vertx();
        var server = new SignerServer(
                vertx, new KeyDirectory(directory, passphrase.toCharArray(), new SecureRandom()), token);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(vertx, server), "deedbook-signer-stop"));
        try {
            Foreground.await(server.listen(address));
        } catch (Exception e) {
            Foreground.await(vertx.close());
            throw e;
        }
        if (address.isDomainSocket()) {
            Files.setPosixFilePermissions(Path.of(address.path()), PosixFilePermissions.fromString("rw-------"));
        }
        console.out().println("The signer listens on " + listen + ".");
        console.out().flush();
        new CountDownLatch(1).await();
        return Main.DONE;
    }

    private static void stop(Vertx vertx, SignerServer server) {
        try {
            server.close()
                    .transform(closed -> vertx.close())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            // What was signed is on disk before it is answered.
            Thread.currentThread().interrupt();
        }
    }

    private static Path given(@Nullable Path path) {
        if (path == null) {
            throw new IllegalStateException("path: null (expected: what picocli requires)");
        }
        return path;
    }

    /** A socket file that a signer left behind is removed; anything else at its place is not. */
    private SocketAddress address() throws IOException {
        if (listen.startsWith(UNIX)) {
            var path = Path.of(listen.substring(UNIX.length())).toAbsolutePath();
            if (Files.exists(path)) {
                if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
                    throw new UnusableInputException("--listen: " + path + " is a file, and no socket.");
                }
                Files.delete(path);
            }
            return SocketAddress.domainSocketAddress(path.toString());
        }
        var colon = listen.lastIndexOf(':');
        var host = colon < 0 ? "" : listen.substring(0, colon);
        var port = colon < 0 ? -1 : ListenAddress.port(listen.substring(colon + 1));
        if (!(host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]")) || port < 0) {
            throw new UnusableInputException("--listen: " + listen + " (expected: unix:/path or 127.0.0.1:port)");
        }
        return SocketAddress.inetSocketAddress(port, host.startsWith("[") ? "::1" : host);
    }
}
