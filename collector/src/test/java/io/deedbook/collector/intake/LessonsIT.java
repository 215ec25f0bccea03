// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.storage.StorageOptions;
import io.deedbook.storage.spool.SpoolOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the admission learns about the time that a request takes, with a real ledger and a real spool. */
final class LessonsIT {
    private static final String LEDGER = "deedbook-ledger";
    /** The first request of a server takes a hundred times as long as what this looks for. */
    private static final int FORGOTTEN_PERCENT = 5;

    private static final int OF_THE_OUTAGE = 5;

    @TempDir
    private Path dataDir;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theBestTime_isLearnedFromNewRequestsInTheLedgerOnly() throws Exception {
        var database = new StoppableDatabase(PreparedDatabase.in(dataDir));
        var spool = SpoolOptions.in(dataDir, 64 << 20, 1_500);
        try (var server = new LedgerServer(
                StorageOptions.embedded(dataDir).spooling(Optional.of(spool), StorageOptions.KEYS_KNOWN_FOR_DEFAULT))) {
            var key = server.ingestKey(server.tenant("lessons"));
            assertThat(server.admission.bestNanos()).isZero();
            var stored = firstInTheLedger(server, key);
            var learned = server.admission.bestNanos();
            assertThat(learned).as("from a new one").isPositive();

            for (var again = 0; again < 3; again++) {
                assertThat(post(server, stored, key)).isEmpty();
            }
            assertThat(server.admission.bestNanos())
                    .as("nothing from the same again")
                    .isCloseTo(learned, withinPercentage(FORGOTTEN_PERCENT));

            database.stop();
            try {
                for (var number = 0; number < OF_THE_OUTAGE; number++) {
                    assertThat(post(server, number, key)).contains("pending");
                }
            } finally {
                database.goOn();
            }
            assertThat(server.admission.bestNanos())
                    .as("nothing from the spool")
                    .isCloseTo(learned, withinPercentage(FORGOTTEN_PERCENT));
        }
    }

    /** The number of the first request that did not go to the spool, as one may where a machine is busy. */
    private int firstInTheLedger(LedgerServer server, String key) throws Exception {
        var number = Fixture.all().size() - 1;
        while (post(server, number, key).isPresent()) {
            number--;
            assertThat(number).isGreaterThanOrEqualTo(OF_THE_OUTAGE);
        }
        return number;
    }

    /** What the answer says of the ledger. */
    private Optional<String> post(LedgerServer server, int number, String key) throws Exception {
        var fixture = Fixture.all().get(number);
        var request = HttpRequest.newBuilder(
                        URI.create(server.url() + "/v1/" + fixture.signal().path()))
                .header("content-type", fixture.contentType())
                .header("content-encoding", fixture.contentEncoding())
                .header("x-api-key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(fixture.body()))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue(LEDGER);
    }
}
