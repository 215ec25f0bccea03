// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.config.Setting;
import io.deedbook.collector.server.CollectorServer;
import io.deedbook.pipeline.fixtures.FreePort;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a first start leaves behind when it fails. */
class FirstStartIT {
    @Test
    void theKeysAreShownByTheStartThatSucceeds(@TempDir Path dataDir) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var vertx = Vertx.vertx();
            try {
                assertThatThrownBy(() -> TestCollector.await(
                                CollectorServer.start(vertx, options(dataDir, taken.getLocalPort()))))
                        .hasMessageContaining("in use");
            } finally {
                TestCollector.await(vertx.close());
            }
        }
        var vertx = Vertx.vertx();
        try {
            var server = TestCollector.await(CollectorServer.start(vertx, options(dataDir, FreePort.choose())));
            try {
                var keys = server.firstKeys().orElseThrow();
                var stats = new CollectorClient(server.url(), keys.read()).get("/api/v1/stats");
                assertThat(stats.statusCode()).isEqualTo(200);
            } finally {
                TestCollector.await(server.close());
            }
        } finally {
            TestCollector.await(vertx.close());
        }
    }

    private static CollectorOptions options(Path dataDir, int port) {
        return CollectorOptions.of(
                Map.of(Setting.PORT, Integer.toString(port), Setting.DATA_DIR, dataDir.toString()), null, Map.of());
    }
}
