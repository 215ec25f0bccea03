// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.managed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.deedbook.loadtest.host.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collectors on 127.0.0.1 with their embedded PostgreSQL in a temporary directory, gone when closed, or with one that
 * is given, in which everything stays. One is enough for most scenarios. Where there are several, or they are restarted
 * or killed, the first stays as the one that owns the database, on a port of its own, and the others share the port
 * that is loaded.
 */
public final class House implements AutoCloseable {
    private static final long COMMAND_MINUTES_MAX = 30;
    private static final JsonFactory JSON = new JsonFactory();

    private final Program program;
    private final List<String> serveArguments;
    private final Path directory;
    private final boolean kept;
    private final @Nullable GivenDatabase given;
    private final String firstKey = "dbk_load_" + UUID.randomUUID().toString().replace("-", "");
    private final List<ChildCollector> collectors = new ArrayList<>();
    // Mutable state
    private int port;
    private int started;
    private @Nullable ChildCollector owner;

    private House(Program program, List<String> serveArguments, Path directory, boolean kept) {
        this.program = program;
        this.serveArguments = List.copyOf(serveArguments);
        this.directory = directory;
        this.kept = kept;
        given = GivenDatabase.of(serveArguments, System.getenv()).orElse(null);
    }

    /**
     * Starts it.
     *
     * @param sharing how many collectors share the port, beside the owner of the database; 0 where one alone is both
     * @param serveArguments more for {@code deedbook serve}
     * @param kept whether the data stay when it is closed
     */
    public static House start(Program program, int sharing, List<String> serveArguments, boolean kept)
            throws IOException, InterruptedException {
        var house = new House(program, serveArguments, Files.createTempDirectory("deedbook-load"), kept);
        try {
            if (sharing > 0) {
                house.owner = house.child(FreePort.choose(), false).awaitListening();
                house.port = FreePort.choose();
                while (house.collectors.size() < sharing) {
                    house.collectors.add(house.child(house.port, true));
                }
                for (var collector : house.collectors) {
                    collector.awaitListening();
                }
            } else {
                house.port = FreePort.choose();
                house.owner = house.child(house.port, false).awaitListening();
                house.collectors.add(house.owner);
            }
            return house;
        } catch (IOException | InterruptedException | RuntimeException e) {
            house.close();
            throw e;
        }
    }

    /** What is to be loaded. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where the data and the logs are. */
    public Path directory() {
        return directory;
    }

    /**
     * The processes of now: the loaded ones, and the owner of the database, which does its share of what is behind
     * them.
     */
    public synchronized List<Long> pids() {
        return everybody().map(ChildCollector::pid).toList();
    }

    /** Whether all of them live. */
    public synchronized boolean isAlive() {
        return everybody().allMatch(ChildCollector::isAlive);
    }

    private Stream<ChildCollector> everybody() {
        return Stream.concat(Stream.ofNullable(owner), collectors.stream()).distinct();
    }

    /** The postmaster; empty where it is not ours and can't be told. */
    public OptionalLong postgresPid() throws IOException {
        if (given != null) {
            return given.postmasterPid();
        }
        return OptionalLong.of(Long.parseLong(Files.readAllLines(directory.resolve("data/postgres/data/postmaster.pid"))
                .get(0)
                .strip()));
    }

    /** Whether the database is our own, which others can't miss. */
    public boolean ownsDatabase() {
        return given == null;
    }

    /** Makes tenants where need be, and gives a key that sends and reads for each. */
    public List<String> keys(int tenants) throws IOException, InterruptedException {
        if (tenants == 1) {
            return List.of(firstKey);
        }
        var arguments = new ArrayList<>(List.of("tenants", "create", "--key-scope", "ingest,read", "--json"));
        IntStream.rangeClosed(1, tenants).mapToObj("load-%05d"::formatted).forEach(arguments::add);
        var keys = keys(run(arguments));
        if (keys.size() != tenants) {
            throw new IOException("The collector made " + keys.size() + " keys for " + tenants + " tenants.");
        }
        return keys;
    }

    private static List<String> keys(String json) throws IOException {
        var keys = new ArrayList<String>();
        try (var parser = JSON.createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("key")) {
                    keys.add(parser.nextTextValue());
                }
            }
        }
        return keys;
    }

    /**
     * {@code deedbook verify} over all ledgers, beside the running collectors.
     *
     * @return whether it said that they are what was signed
     */
    public boolean verify() throws IOException, InterruptedException {
        return command(List.of("verify")).exitCode() == 0;
    }

    /** Ends the collector whose turn it is (SIGTERM) while the other serves, and starts another in its place. */
    public void restart(int turn) throws IOException, InterruptedException {
        inPlace(turn).stop();
        replace(turn);
    }

    /** Kills the collector whose turn it is (SIGKILL), and nothing else: the database is another's. */
    public void kill(int turn) throws InterruptedException {
        inPlace(turn).kill();
    }

    /** Starts another in the place of one that is gone. */
    public void replace(int turn) throws IOException, InterruptedException {
        var successor = child(port, true).awaitListening();
        synchronized (this) {
            collectors.set(turn % collectors.size(), successor);
        }
    }

    private synchronized ChildCollector inPlace(int turn) {
        return collectors.get(turn % collectors.size());
    }

    private ChildCollector child(int at, boolean shared) throws IOException {
        var arguments = new ArrayList<>(List.of("serve", "--port", Integer.toString(at), "--data-dir", dataDir()));
        if (shared) {
            arguments.add("--reuse-port=true");
        }
        arguments.addAll(serveArguments);
        started++;
        return ChildCollector.start(program, arguments, environment(), directory, "collector-" + started);
    }

    private String dataDir() {
        return directory.resolve("data").toString();
    }

    private Map<String, String> environment() {
        var environment = new HashMap<>(Map.of("DEEDBOOK_BOOTSTRAP_API_KEY", firstKey));
        if (given != null) {
            // for the commands, which have none of the options of serve
            environment.put(GivenDatabase.VARIABLE, given.url());
        }
        return environment;
    }

    private record Ended(int exitCode, Path out) {}

    private String run(List<String> arguments) throws IOException, InterruptedException {
        var ended = command(arguments);
        if (ended.exitCode() != 0) {
            throw new IOException(
                    "deedbook " + arguments.get(0) + " ended with " + ended.exitCode() + ". See " + directory + ".");
        }
        return Files.readString(ended.out());
    }

    private Ended command(List<String> arguments) throws IOException, InterruptedException {
        started++;
        var out = directory.resolve("command-" + started + ".out");
        var all = new ArrayList<>(arguments);
        all.addAll(List.of("--data-dir", dataDir()));
        var process = program.start(all, environment(), out, directory.resolve("command-" + started + ".err"));
        if (!process.waitFor(COMMAND_MINUTES_MAX, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("deedbook " + arguments.get(0) + " did not end.");
        }
        return new Ended(process.exitValue(), out);
    }

    /** Ends the collectors, the owner of the database last, and removes the data. */
    @Override
    public void close() {
        try {
            var guests =
                    collectors.stream().filter(collector -> collector != owner).toList();
            guests.forEach(ChildCollector::ask);
            for (var guest : guests) {
                guest.stop();
            }
            if (owner != null) {
                owner.stop();
            }
            if (!kept) {
                remove(directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
