// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static java.util.Objects.requireNonNull;

import io.deedbook.collector.audit.Counted;
import io.deedbook.collector.server.StorageSettings;
import io.deedbook.collector.witness.WitnessServer;
import io.deedbook.storage.sign.CosignerFile;
import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.witness.Witness;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook witness}. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "Watches logs for others (C2SP tlog-witness): cosigns each checkpoint that continues what it cosigned before, and"
                    + " no other. Run it where the operators of those logs have no access.",
            "",
            "It needs no database. docs/WITNESSES.md tells how collectors and verifiers are told of it."
        })
final class WitnessCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(WitnessCommand.class);
    private static final int STOP_SECONDS_MAX = 5;
    private static final String POST_QUANTUM_SUFFIX = ".ml-dsa-44";

    private final Console console;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "<name>",
            description = "The witness's name, best a URL without scheme such as witness.example.com/w1. Keep it.")
    private String name = "";

    @Option(names = "--key", required = true, paramLabel = "<file>", description = "Its key file; made on first use.")
    private @Nullable Path keyFile;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "<file>",
            description = "A tlog-policy file: the logs in it are those that are watched.")
    private @Nullable Path policyFile;

    @Option(
            names = "--state-dir",
            required = true,
            paramLabel = "<directory>",
            description = "Where it remembers what it cosigned. Never restore an older copy.")
    private @Nullable Path stateDirectory;

    @Option(
            names = "--listen",
            paramLabel = "<host:port>",
            description = "Address to listen on. Default: 127.0.0.1:4320.")
    private String listen = "127.0.0.1:4320";

    @Option(
            names = "--pq",
            description =
                    "Cosign with an ML-DSA-44 key too, whose file is that of --key with .ml-dsa-44 behind its name.")
    private boolean postQuantum;

    @Option(
            names = "--key-passphrase-file",
            paramLabel = "<file>",
            description = "File whose first line encrypts the keys.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--new-state",
            description =
                    "Start with an empty memory although the key is not new. What was cosigned before is forgotten.")
    private boolean newState;

    WitnessCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        var address = ListenAddress.parse(listen);
        var logKeys = logKeys(requireNonNull(policyFile));
        var directory = requireNonNull(stateDirectory);
        checkMemory(directory, requireNonNull(keyFile));
        try (var witness = open(directory, logKeys)) {
            serve(witness, address);
        }
        return Main.DONE;
    }

    /** A key without its memory would cosign whatever comes first, also what contradicts its earlier lines. */
    private void checkMemory(Path directory, Path key) {
        if (Files.exists(key) && !Witness.isKnown(directory) && !newState) {
            throw new UnusableInputException("The key " + key + " is there and its memory in " + directory
                    + " is not. Bring the directory back, or say --new-state if the key was never used.");
        }
    }

    private static List<Vkey> logKeys(Path policy) throws IOException {
        try {
            var keys = TlogPolicy.parse(Files.readAllBytes(policy)).logs().stream()
                    .map(TlogPolicy.Log::key)
                    .toList();
            if (keys.isEmpty()) {
                throw new UnusableInputException("The policy " + policy + " names no log.");
            }
            return keys;
        } catch (MalformedException e) {
            throw new UnusableInputException("The policy " + policy + " is " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new UnusableInputException("The policy " + policy + " cannot be read.");
        }
    }

    private Witness open(Path directory, List<Vkey> logKeys) {
        try {
            return Witness.open(directory, logKeys, cosigners(), InstantSource.system());
        } catch (IOException e) {
            throw new UnusableInputException("The witness can't start: " + e.getMessage() + '.');
        }
    }

    private List<Cosigner> cosigners() throws IOException {
        var passphrase = passphraseFile == null
                ? ""
                : StorageSettings.firstLine("key-passphrase-file", requireNonNull(passphraseFile));
        var random = new SecureRandom();
        var file = requireNonNull(keyFile);
        var cosigners = new ArrayList<Cosigner>();
        cosigners.add(
                CosignerFile.openOrCreate(file, KeyType.COSIGNATURE_ED25519, name, passphrase.toCharArray(), random));
        if (postQuantum) {
            cosigners.add(CosignerFile.openOrCreate(
                    file.resolveSibling(file.getFileName() + POST_QUANTUM_SUFFIX),
                    KeyType.COSIGNATURE_ML_DSA_44,
                    name,
                    passphrase.toCharArray(),
                    random));
        }
        return cosigners;
    }

    private void serve(Witness witness, ListenAddress address) throws Exception {
        var vertx = Vertx.vertx();
        var server = new WitnessServer(vertx, witness);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "deedbook-witness-stop"));
        int port;
        try {
            port = Foreground.await(server.listen(address.host(), address.port()));
        } catch (ExecutionException e) {
            Foreground.await(vertx.close());
            throw e;
        }
        greet(witness, "http://" + address.hostLiteral() + ':' + port);
        new CountDownLatch(1).await();
    }

    private void greet(Witness witness, String url) {
        var out = console.out();
        out.println("The witness listens on " + url + " and watches " + Counted.of(witness.logCount(), "log") + ".");
        out.println();
        out.println("# for the tlog-policy of collectors and verifiers");
        var number = 0;
        for (var vkey : witness.vkeys()) {
            out.println("witness " + (number++ == 0 ? "w" : "w-pq") + ' ' + vkey + ' ' + url);
        }
        out.flush();
    }

    private static void stop(WitnessServer server) {
        try {
            // Vert.x ends with the process
            server.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The witness did not stop in order. What it answered is on disk.");
            log.debug("Why it did not stop in order.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
