// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static io.deedbook.collector.intake.IntakeServer.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.ledger.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Senders that are slow, leave, ask from a browser or send more than there is room for. */
final class HostileSenderTest {
    private static final String LARGE_EXPORT =
            export("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityText\":\"" + "x".repeat(40_000)
                    + "\"}]}]}]}");
    /** Of that size, at once. */
    private static final IntakeOptions ROOM_FOR_ONE = roomForOne(20_000);
    /** For the first of two requests, so that both are there before it is over. */
    private static final int SHORT_MILLIS = 2_000;

    private static IntakeOptions roomForOne(int requestMillisMax) {
        return new IntakeOptions(60_000, 60_000, 60_000, requestMillisMax, List.of());
    }

    /** The first request of a process takes longest, and the times here are not about that. */
    @BeforeAll
    static void warmUp() throws IOException {
        try (var server = new IntakeServer(ROOM_FOR_ONE);
                var socket = connect(server)) {
            write(socket, LARGE_EXPORT);
            assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void read_endsWithABodyThatDoesNotComeAndClosesTheConnection() throws IOException {
        try (var server = new IntakeServer(options(SHORT_MILLIS, List.of()));
                var socket = connect(server)) {
            write(socket, head("content-length: 1000") + "only this");
            assertThat(answer(socket)).startsWith("HTTP/1.1 408 ").contains("connection: close");
            assertThat(server.admission.bytes()).isZero();
        }
    }

    @Test
    void read_endsWhenTheClientLeaves() throws Exception {
        var gone = new CountDownLatch(1);
        try (var server = new IntakeServer(options(20_000, List.of()))) {
            server.registry.config().onMeterAdded(meter -> {
                if ("499".equals(meter.getId().getTag("status"))) {
                    gone.countDown();
                }
            });
            try (var socket = connect(server)) {
                write(socket, head("content-length: 1000") + "only this");
            }
            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClaimedLengthReservesLittle() throws Exception {
        try (var server = new IntakeServer(options(20_000, List.of()));
                var socket = connect(server)) {
            write(socket, head("content-length: " + IntakeServer.BODY_BYTES_MAX) + "x");
            write(socket, "y");
            while (server.admission.bytes() == 0) {
                Thread.onSpinWait();
            }
            assertThat(server.admission.bytes()).isLessThanOrEqualTo(70_000);
        }
    }

    @Test
    void aRequestThatWaitsInVainForItsShareIsRefusedAndTakenAfterwards() throws Exception {
        var held = Promise.<Receipt>promise();
        var writing = new CountDownLatch(1);
        try (var server = new IntakeServer(ROOM_FOR_ONE);
                var first = connect(server);
                var second = connect(server)) {
            server.writer = request -> {
                writing.countDown();
                return held.future();
            };
            write(first, LARGE_EXPORT);
            assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();

            write(second, LARGE_EXPORT);
            assertThat(answer(second)).startsWith("HTTP/1.1 429 ").contains("retry-after: 2");

            held.complete(new Receipt(0, 1, false));
            assertThat(answer(first)).startsWith("HTTP/1.1 200 ");
            write(second, LARGE_EXPORT);
            assertThat(answer(second)).startsWith("HTTP/1.1 200 ");
        }
    }

    /** The first one's time is over, which gives room to the second: that still has some. */
    @Test
    void aRequestThatHasWaitedHasTimeToBeStored() throws Exception {
        try (var server = new IntakeServer(roomForOne(SHORT_MILLIS));
                var first = connect(server);
                var second = connect(server)) {
            var answers = new ArrayDeque<>(
                    List.of(Promise.<Receipt>promise().future(), Future.succeededFuture(new Receipt(0, 1, false))));
            var writing = new CountDownLatch(1);
            server.writer = request -> {
                writing.countDown();
                return answers.remove();
            };
            write(first, LARGE_EXPORT);
            assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
            write(second, LARGE_EXPORT);

            assertThat(answer(first)).startsWith("HTTP/1.1 503 ");
            assertThat(answer(second)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aRequestThatHadToWaitIsNotBlamedForBeingSlow() throws Exception {
        try (var server = new IntakeServer(roomForOne(SHORT_MILLIS));
                var first = connect(server);
                var second = connect(server)) {
            var writing = new CountDownLatch(1);
            server.writer = request -> {
                writing.countDown();
                return Promise.<Receipt>promise().future();
            };
            write(first, LARGE_EXPORT);
            assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
            write(second, LARGE_EXPORT.substring(0, LARGE_EXPORT.length() - 1));

            assertThat(answer(first)).startsWith("HTTP/1.1 503 ");
            assertThat(answer(second)).startsWith("HTTP/1.1 503 ").contains("retry-after: 1");
        }
    }

    @Test
    void aRequestForWhichThereIsNoRoomYetIsTakenWhenThereIs() throws Exception {
        var held = Promise.<Receipt>promise();
        try (var server = new IntakeServer(ROOM_FOR_ONE);
                var first = connect(server);
                var second = connect(server)) {
            server.writer = request -> held.future();
            write(first, LARGE_EXPORT);
            write(second, LARGE_EXPORT);
            while (server.admission.waiting() == 0) {
                Thread.onSpinWait();
            }

            held.complete(new Receipt(0, 1, false));
            assertThat(answer(first)).startsWith("HTTP/1.1 200 ");
            assertThat(answer(second)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void lessIsTakenInAtOnceWhereWorkTakesLong() throws Exception {
        var held = new LinkedBlockingQueue<Promise<Receipt>>();
        try (var server = new IntakeServer(ROOM_FOR_ONE);
                var first = connect(server);
                var second = connect(server);
                var third = connect(server)) {
            server.writer = request -> {
                var promise = Promise.<Receipt>promise();
                held.add(promise);
                return promise.future();
            };
            for (var socket : List.of(first, second, third)) {
                write(socket, LARGE_EXPORT);
            }
            while (server.admission.waiting() < 2) {
                Thread.onSpinWait();
            }
            var before = server.admission.limitBytes();
            for (var done = 0; done < 2; done++) {
                var promise = held.take();
                server.skewNanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
                promise.complete(new Receipt(done, 1, false));
            }
            held.take().complete(new Receipt(2, 1, false));

            assertThat(answer(first)).startsWith("HTTP/1.1 200 ");
            assertThat(server.admission.limitBytes()).isLessThan(before);
        }
    }

    @Test
    void noLessIsTakenInAtOnceWhereOnlyWhatWasStoredAlreadyIsQuick() throws Exception {
        var held = new LinkedBlockingQueue<Promise<Receipt>>();
        var options = new IntakeOptions(60_000, 60_000, 60_000, 20_000, List.of());
        try (var server = new IntakeServer(options);
                var repeating = connect(server);
                var first = connect(server);
                var second = connect(server);
                var third = connect(server);
                var fourth = connect(server)) {
            var body = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityText\":\"" + "x".repeat(40_000)
                    + "\"}]}]}]}";
            server.writer = request -> Future.succeededFuture(new Receipt(0, 1, true));
            write(repeating, head("content-length: " + body.length()) + body);
            assertThat(answer(repeating)).startsWith("HTTP/1.1 200 ");

            server.writer = request -> {
                var promise = Promise.<Receipt>promise();
                held.add(promise);
                return promise.future();
            };
            for (var socket : List.of(first, second, third, fourth)) {
                write(socket, head("content-length: " + body.length()) + body);
            }
            while (server.admission.waiting() < 3) {
                Thread.onSpinWait();
            }
            var before = server.admission.limitBytes();
            for (var done = 0; done < 4; done++) {
                var promise = held.take();
                server.skewNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(700));
                promise.complete(new Receipt(done, 1, false));
            }

            for (var socket : List.of(first, second, third, fourth)) {
                assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(server.admission.limitBytes()).isEqualTo(before);
        }
    }

    @Test
    void aBrowserOfAConfiguredOriginMaySend() throws IOException {
        try (var server = new IntakeServer(options(20_000, List.of("https://office.example")));
                var socket = connect(server)) {
            var preflight = options("https://office.example");
            write(socket, preflight);
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 204 ")
                    .contains("access-control-allow-origin: https://office.example")
                    .contains("access-control-allow-methods: post")
                    .contains("content-encoding, content-type")
                    .contains("vary: origin");

            write(socket, options("https://other.example"));
            assertThat(answer(socket)).startsWith("HTTP/1.1 204 ").doesNotContain("access-control-allow");

            write(socket, head("origin: https://office.example", "content-length: 2") + "{}");
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("access-control-allow-origin: https://office.example");
        }
    }

    @Test
    void nothingIsSaidAboutOriginsWhenNoneIsConfigured() throws IOException {
        try (var server = new IntakeServer(options(20_000, List.of()));
                var socket = connect(server)) {
            write(socket, head("origin: https://office.example", "content-length: 2") + "{}");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200 ").doesNotContain("access-control", "vary");
            write(socket, options("https://office.example"));
            assertThat(answer(socket)).startsWith("HTTP/1.1 405 ");
        }
    }

    private static IntakeOptions options(int requestMillisMax, List<String> corsOrigins) {
        var bytesMax = IntakeServer.BODY_BYTES_MAX;
        return new IntakeOptions(bytesMax, 4L * bytesMax, 2L * bytesMax, requestMillisMax, corsOrigins);
    }

    private static String options(String origin) {
        var lines = List.of(
                "OPTIONS /v1/traces HTTP/1.1", "host: x", "origin: " + origin, "access-control-request-method: POST");
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String head(String... headers) {
        return "POST /v1/logs HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-api-key: " + KEY + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String export(String body) {
        return head("content-length: " + body.length()) + body;
    }

    private static Socket connect(IntakeServer server) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The next answer's head; its body is read and left out. */
    private static String answer(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var octet = socket.getInputStream().read();
            if (octet < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) octet);
        }
        var text = head.toString().toLowerCase(Locale.ROOT).replace("http/1.1", "HTTP/1.1");
        var at = text.indexOf("content-length: ");
        if (at >= 0) {
            var size = text.substring(at + 16, text.indexOf("\r\n", at));
            socket.getInputStream().readNBytes(Integer.parseInt(size));
        }
        return text;
    }
}
