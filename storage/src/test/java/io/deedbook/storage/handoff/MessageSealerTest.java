// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.ledger.AppendRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message says where it belongs, and comes back from nowhere else. */
class MessageSealerTest {
    private final AppendRequest request =
            TestRecords.request(new Tenant(7, "tenant-name"), TestRecords.many(2), TestRecords.newExportKey());

    @TempDir
    private Path directory;

    private MessageSealer sealer;

    @BeforeEach
    void open() throws IOException {
        sealer = new MessageSealer(key("key"));
    }

    private HandOffKey key(String name) throws IOException {
        return HandOffKey.open(directory.resolve(name));
    }

    @Test
    void open_givesWhatAnySenderWithTheKeySealed() throws Exception {
        var reader = new MessageSealer(key("key"));
        for (var senders = 0; senders < 100; senders++) {
            var sender = new MessageSealer(key("key"));
            for (var number = 0; number < 3; number++) {
                assertThat(reader.open(sender.seal(request), 17))
                        .usingRecursiveComparison()
                        .ignoringFields("deadlineNanos")
                        .isEqualTo(request);
            }
        }
    }

    @Test
    void open_noticesEveryChangedByte() {
        var message = sealer.seal(request);
        for (var position = 0; position < message.length; position++) {
            var changed = message.clone();
            changed[position] ^= 1;
            if (!sealer.isUnderOtherKey(changed)) {
                assertThatThrownBy(() -> sealer.open(changed, 0)).isInstanceOf(UnreadableEntryException.class);
            }
        }
    }

    @Test
    void open_noticesEveryCut() {
        var message = sealer.seal(request);
        for (var length = 0; length < message.length; length++) {
            var cut = Arrays.copyOf(message, length);
            assertThat(sealer.isUnderOtherKey(cut)).isFalse();
            assertThatThrownBy(() -> sealer.open(cut, 0)).isInstanceOf(UnreadableEntryException.class);
        }
    }

    @Test
    void isUnderOtherKey_tellsWhoseItIsFromWhatIsNone() throws Exception {
        var message = sealer.seal(request);
        assertThat(sealer.isUnderOtherKey(message)).isFalse();
        assertThat(new MessageSealer(key("other")).isUnderOtherKey(message)).isTrue();
        assertThat(sealer.isUnderOtherKey(
                        "this is no message at all, but long enough for one".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void seal_repeatsNothingInTheClear() {
        var once = sealer.seal(request);
        assertThat(once).isNotEqualTo(sealer.seal(request));
        assertThat(new String(once, StandardCharsets.ISO_8859_1))
                .doesNotContain("tenant-name")
                .doesNotContain("policyVersion");
    }
}
