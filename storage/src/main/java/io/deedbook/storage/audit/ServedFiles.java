// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A log as its server shows it (C2SP tlog-tiles): its latest checkpoint, its entries and tiles, no earlier checkpoints.
 */
public final class ServedFiles implements AuditFiles {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient client;
    private final String prefix;
    private final Optional<String> apiKey;

    /**
     * @param url of the log, such as {@code https://audit.example.com/ledger/0123456789abcdef}
     * @param apiKey that may read, if the log is not public
     */
    public ServedFiles(URI url, Optional<String> apiKey) {
        var text = url.toString();
        prefix = text.endsWith("/") ? text : text + '/';
        this.apiKey = apiKey;
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.NEVER)
                .build();
    }

    @Override
    public String name() {
        return prefix;
    }

    /** One file after the other: what a log serves is small, and the audit reads in its order. */
    @Override
    public Optional<InputStream> open(String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(prefix + path)).timeout(ANSWER);
        apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try {
            var response = client.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() == OK) {
                return Optional.of(response.body());
            }
            response.body().close();
            if (response.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw new IOException("The server answers " + response.statusCode() + " to " + path + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        }
    }

    @Override
    public List<Long> numbers(String folder) {
        return List.of();
    }

    @Override
    public void close() {}
}
