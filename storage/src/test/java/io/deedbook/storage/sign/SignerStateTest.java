// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.tlog.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerStateTest {
    private static final int READS = 20_000;

    @TempDir
    Path directory;

    /** Who asks what was signed last does not hold the lock that those have who write it. */
    @Test
    void read_findsOneOrTheOtherWhileItIsWrittenOver() throws Exception {
        var file = directory.resolve("log.state");
        var states = List.of(state(17, 1), state(18, 2));
        var contents = states.stream()
                .map(state -> SignerState.format(state).getBytes(StandardCharsets.UTF_8))
                .toList();
        DurableFile.write(file, contents.get(0));
        var going = new AtomicBoolean(true);
        var writer = CompletableFuture.runAsync(() -> {
            for (var turn = 0; going.get(); turn++) {
                write(file, contents.get(turn % 2));
            }
        });
        try {
            for (var read = 0; read < READS; read++) {
                assertThat(SignerState.read(file)).isIn(states);
            }
        } finally {
            going.set(false);
            writer.join();
        }
        try (var files = Stream.of(directory.toFile().listFiles())) {
            assertThat(files).containsExactly(file.toFile());
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            DurableFile.replace(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Checkpoint state(long size, int root) {
        var hash = new byte[32];
        Arrays.fill(hash, (byte) root);
        return new Checkpoint("audit.example.com/ledger/0123456789abcdef", size, hash);
    }
}
