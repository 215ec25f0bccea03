// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.collector.config.ConfigurationException;
import io.deedbook.collector.config.OperationSettings;
import io.deedbook.collector.config.OperationSettings.MetricsTo;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final long NEVER_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void export_sendsWhatIsServedWithTheHeadersOfTheFile() throws Exception {
        var headers = Files.writeString(directory.resolve("headers"), "x-api-key: invented\n\nx-team: blue\n");
        var request = new CompletableFuture<HttpServerRequest>();
        var received = new CompletableFuture<Buffer>();
        var url = receiver((asked, body) -> {
            request.complete(asked);
            received.complete(body);
            asked.response().end();
        });

        var metrics = new Metrics(settings(url, Optional.of(headers), NEVER_MILLIS));
        metrics.registry().counter("deedbook.test.things").increment(3);
        assertThat(metrics.scrape()).contains("deedbook_test_things_total 3.0");
        metrics.close();

        assertThat(request.get(20, TimeUnit.SECONDS).getHeader("x-api-key")).isEqualTo("invented");
        assertThat(request.get().getHeader("x-team")).isEqualTo("blue");
        var sent = ExportMetricsServiceRequest.parseFrom(
                received.get(20, TimeUnit.SECONDS).getBytes());
        var resource = sent.getResourceMetrics(0);
        assertThat(resource.getResource().getAttributesList())
                .anyMatch(attribute -> attribute.getKey().equals("service.name")
                        && attribute.getValue().getStringValue().equals("deedbook"));
        assertThat(resource.getScopeMetrics(0).getMetricsList())
                .extracting(Metric::getName)
                .contains("deedbook.test.things", "jvm.memory.used");
    }

    @Test
    void export_toNobodyChangesNothing() throws Exception {
        var metrics = new Metrics(settings("http://127.0.0.1:1/v1/metrics", Optional.empty(), 1_000));
        metrics.registry().counter("deedbook.test.things").increment();
        assertThat(metrics.scrape()).contains("deedbook_test_things_total 1.0");
        metrics.close();
    }

    @Test
    void export_toAReceiverThatNeverAnswersEnds() throws Exception {
        var url = receiver((asked, body) -> {});
        var metrics = new Metrics(settings(url, Optional.empty(), NEVER_MILLIS));
        metrics.close();
        assertThat(metrics.registry().isClosed()).isTrue();
    }

    @Test
    void headersFile_namesTheLineThatIsWrongAndNotWhatItHolds() throws Exception {
        for (var wrong : new String[] {"no colon", "na me: x", ": x", "a: 1\na: 2", "a: \u0007secret"}) {
            var file = Files.writeString(directory.resolve("headers"), wrong);
            assertThatThrownBy(() -> HeadersFile.read(file))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("line")
                    .hasMessageNotContaining("secret")
                    .hasMessageNotContaining("no colon");
        }
        assertThatThrownBy(() -> HeadersFile.read(directory.resolve("nowhere")))
                .isInstanceOf(ConfigurationException.class);
    }

    private static OperationSettings settings(String url, Optional<Path> headers, long intervalMillis) {
        return new OperationSettings(
                10, false, 0, 0, Optional.of(new MetricsTo(URI.create(url), headers, intervalMillis)));
    }

    private String receiver(BiConsumer<HttpServerRequest, Buffer> taken) throws Exception {
        var server = await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> taken.accept(request, body)))
                .listen(0, "127.0.0.1"));
        return "http://127.0.0.1:" + server.actualPort() + "/v1/metrics";
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
