// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of one tenant as it is served (C2SP tlog-tiles): 256 leaves a request, without content, which is as
 * cheap as reading everything can be. Methods block. Thread-safe once the log is found.
 */
public final class LogReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int BUNDLE = 256;
    /** Bundles asked for at a time. */
    private static final int AHEAD = 8;

    private static final Set<Integer> BUSY = Set.of(429, 503);
    private static final int TRIES_MAX = 20;
    private static final Executor LATER = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

    private final HttpClient http;
    private final String base;
    private final String key;
    // Mutable state, of the thread that looks for the log
    private volatile @Nullable String path;

    /** @param base URL of the collector, without a slash at its end */
    public LogReader(HttpClient http, String base, String key) {
        this.http = http;
        this.base = base;
        this.key = key;
    }

    /**
     * Looks for the tenant's log, whose name stands in the proof of any record.
     *
     * @return whether there is one yet that a checkpoint covers
     */
    public boolean find() throws IOException {
        if (path != null) {
            return true;
        }
        var page = text("/api/v1/records?limit=1");
        var id = page == null ? null : firstId(page);
        var proof = id == null ? null : text("/api/v1/records/" + id + "/proof");
        if (proof == null) {
            return false;
        }
        var checkpoint = proof.substring(proof.indexOf("\n\n") + 2);
        var origin = checkpoint.substring(0, checkpoint.indexOf('\n'));
        path = origin.substring(origin.indexOf("/ledger/"));
        return true;
    }

    /** How many leaves the last checkpoint covers; 0 while there is none. */
    public long size() throws IOException {
        var checkpoint = path == null ? null : text(path + "/checkpoint");
        return checkpoint == null ? 0 : Long.parseLong(checkpoint.split("\n", 3)[1]);
    }

    /** Gives each leaf from {@code from} (inclusive) to {@code size} (exclusive), where a checkpoint has that size. */
    void leaves(long from, long size, Consumer<Leaf> reader) throws IOException {
        for (var group = from / BUNDLE; group * BUNDLE < size; group += AHEAD) {
            var asked = new ArrayList<CompletableFuture<byte[]>>();
            for (var bundle = group; bundle < group + AHEAD && bundle * BUNDLE < size; bundle++) {
                asked.add(bundle(bundle, (int) Math.min(BUNDLE, size - bundle * BUNDLE)));
            }
            for (var at = 0; at < asked.size(); at++) {
                read((group + at) * BUNDLE, await(asked.get(at)), from, reader);
            }
        }
    }

    private static void read(long first, byte[] bundle, long from, Consumer<Leaf> reader) throws IOException {
        var index = first;
        for (var at = 0; at + 2 <= bundle.length; index++) {
            var length = (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
            if (at + 2 + length > bundle.length) {
                throw new IOException("A bundle of leaves is cut off.");
            }
            if (index >= from) {
                reader.accept(Leaf.parse(index, bundle, at + 2, length));
            }
            at += 2 + length;
        }
    }

    private CompletableFuture<byte[]> bundle(long number, int width) {
        var address = path + "/tile/entries/" + groups(number) + (width == BUNDLE ? "" : ".p/" + width);
        return get(address, TRIES_MAX).thenApply(response -> {
            if (response.statusCode() != 200) {
                throw new CompletionException(
                        new IOException("GET " + address + " answered " + response.statusCode() + "."));
            }
            return response.body();
        });
    }

    /** Three digits each, all but the last behind an x: 1234067 is x001/x234/067. */
    static String groups(long number) {
        var last = "%03d".formatted(number % 1_000);
        var rest = number / 1_000;
        var path = new StringBuilder(last);
        while (rest > 0) {
            path.insert(0, "x%03d/".formatted(rest % 1_000));
            rest /= 1_000;
        }
        return path.toString();
    }

    private static <T> T await(CompletableFuture<T> asked) throws IOException {
        try {
            return asked.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    /** The body, or null when there is nothing there (404). */
    private @Nullable String text(String address) throws IOException {
        var response = await(get(address, TRIES_MAX));
        if (response.statusCode() == 404) {
            return null;
        }
        if (response.statusCode() != 200) {
            throw new IOException("GET " + address.split("\\?", 2)[0] + " answered " + response.statusCode() + ".");
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Asks again where a collector is too busy, as one is that has only just started. */
    private CompletableFuture<HttpResponse<byte[]>> get(String address, int tries) {
        return http.sendAsync(request(address), BodyHandlers.ofByteArray())
                .thenCompose(response -> tries > 1 && BUSY.contains(response.statusCode())
                        ? CompletableFuture.runAsync(() -> {}, LATER).thenCompose(later -> get(address, tries - 1))
                        : CompletableFuture.completedFuture(response));
    }

    private HttpRequest request(String address) {
        return HttpRequest.newBuilder(URI.create(base + address))
                .header("Authorization", "Bearer " + key)
                .timeout(TIMEOUT)
                .build();
    }

    /** The id of the first record of a page, or null when it has none. */
    private static @Nullable String firstId(String page) throws IOException {
        try (var parser = JSON.createParser(page)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("id")) {
                    parser.nextToken();
                    return parser.getText();
                }
            }
            return null;
        }
    }
}
