// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.SignedNote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new collector, before anybody sends anything. */
class StartIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** The first signature goes on from a tree of no records, of which nothing can be proven. */
    @Test
    void aNewCollectorGetsReadyAndSignsItsFirstEntry(@TempDir Path dataDir) throws Exception {
        try (var collector = TestCollector.startFirst(dataDir)) {
            assertThat(collector.client().get("/health/ready").statusCode()).isEqualTo(200);
            var storage = collector.server().storage();
            var tenant = TestCollector.await(storage.tenants().find("default")).orElseThrow();
            var key = TestCollector.await(storage.evidence().vkey(tenant));
            var end = System.nanoTime() + SOON.toNanos();
            var first = TestCollector.await(storage.evidence().checkpoint(tenant));
            while (first.isEmpty() && System.nanoTime() < end) {
                TestCollector.pause();
                first = TestCollector.await(storage.evidence().checkpoint(tenant));
            }
            var note = SignedNote.parse(first.orElseThrow());
            assertThat(note.verify(List.of(key))).isEqualTo(SignedNote.Verdict.TRUSTED);
            assertThat(Checkpoint.parse(note.text()).size()).isPositive();
            assertThat(storage.publisher().frozenLogs()).isEmpty();
            var verified = CommandRun.on(dataDir, "verify", "--vkey", key.toString(), "--tenant", "default")
                    .succeeds();
            assertThat(verified.out()).contains("signed for");
        }
    }
}
