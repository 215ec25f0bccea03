// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.AppendRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A request comes back from its bytes as it was, and from no others. */
class EntrySealerProperties {
    private static final HandOffKey KEY = key();
    private static final byte[] PLACE = "a place of its own".getBytes(StandardCharsets.US_ASCII);
    private static final Sealer SEALER = new Sealer();
    private static final String LETTERS = "ab\"\\ \u0000\u00e9\u20ac\n";

    private final EntrySealer sealer = new EntrySealer(KEY, PLACE, new SecureRandom());

    @Property(tries = 200)
    void open_givesWhatWasSealed(@ForAll Random random, @ForAll long position, @ForAll int tenant) throws Exception {
        var request = request(random, tenant);

        var opened = sealer.open(sealer.seal(request, position), position, 17);

        assertThat(opened)
                .usingRecursiveComparison()
                .ignoringFields("deadlineNanos")
                .isEqualTo(request);
        assertThat(opened.deadlineNanos()).isEqualTo(17);
    }

    @Property(tries = 50)
    void read_tellsTheHeadWithoutTheKey(@ForAll Random random) throws Exception {
        var request = request(random, 7);

        assertThat(EntryHead.read(sealer.seal(request, 1))).isEqualTo(EntryHead.of(request));
    }

    @Property(tries = 200)
    void open_noticesEveryChangedBit(@ForAll Random random) {
        var entry = sealer.seal(request(random, 7), 3);
        entry[random.nextInt(entry.length)] ^= (byte) (1 << random.nextInt(8));

        assertThatThrownBy(() -> sealer.open(entry, 3, 0)).isInstanceOf(UnreadableEntryException.class);
    }

    @Property(tries = 50)
    void open_noticesAnotherPositionPlaceOrKey(@ForAll Random random) {
        var entry = sealer.seal(request(random, 7), 3);

        assertThatThrownBy(() -> sealer.open(entry, 4, 0)).isInstanceOf(UnreadableEntryException.class);
        assertThatThrownBy(() -> new EntrySealer(KEY, new byte[16], new SecureRandom()).open(entry, 3, 0))
                .isInstanceOf(UnreadableEntryException.class);
        assertThatThrownBy(() -> new EntrySealer(key(), PLACE, new SecureRandom()).open(entry, 3, 0))
                .isInstanceOf(UnreadableEntryException.class);
    }

    @Property(tries = 500)
    void read_failsOnAnyOtherBytes(@ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(min = 1) int count) {
        var head = new EntryHead(1, 0, count, new byte[32]);

        assertThatThrownBy(() -> RequestBody.read(head, new ByteReader(bytes), 0))
                .isInstanceOf(UnreadableEntryException.class);
    }

    @Property(tries = 100)
    void read_failsOnEveryCut(@ForAll Random random) {
        var request = request(random, 7);
        var body = new ByteWriter(EntrySealer.ENTRY_BYTES_MAX);
        RequestBody.write(request, body);
        var cut = Arrays.copyOf(body.bytes(), random.nextInt(body.size()));

        assertThatThrownBy(() -> RequestBody.read(EntryHead.of(request), new ByteReader(cut), 0))
                .isInstanceOf(UnreadableEntryException.class);
    }

    @Example
    void everyFieldAndPartHasANumber() {
        assertThat(RecordBytes.FIELDS)
                .containsExactlyInAnyOrderElementsOf(Field.all())
                .hasSizeLessThanOrEqualTo(64);
        assertThat(RecordBytes.PARTS).containsExactlyInAnyOrder(Part.values());
    }

    @Property(tries = 20)
    void seal_repeatsNothingInTheClear(@ForAll Random random) {
        var request = request(random, 7);
        var once = sealer.seal(request, 1);
        var again = sealer.seal(request, 1);

        var behindHead = EntryHead.BYTES;
        assertThat(Arrays.copyOfRange(once, behindHead, once.length))
                .isNotEqualTo(Arrays.copyOfRange(again, behindHead, again.length));
        assertThat(new String(once, StandardCharsets.ISO_8859_1))
                .doesNotContain("tenant-name")
                .doesNotContain("policyVersion");
    }

    private static AppendRequest request(Random random, int tenantId) {
        var records = new ArrayList<SealedRecord>();
        var count = 1 + random.nextInt(4);
        while (records.size() < count) {
            records.add(SEALER.seal(draft(random)));
        }
        var exportKey = new byte[32];
        random.nextBytes(exportKey);
        return new AppendRequest(new Tenant(tenantId, "tenant-name"), exportKey, records, 0);
    }

    private static RecordDraft draft(Random random) {
        var draft = new RecordDraft(random.nextLong() >>> 1, random.nextLong());
        for (var field : Field.all()) {
            if (random.nextBoolean()) {
                put(draft, field, random);
            }
        }
        for (var number = random.nextInt(3); number > 0; number--) {
            draft.pii().put("type-" + number, number);
            draft.content().put("prompt-" + number, text(random));
        }
        return draft;
    }

    private static void put(RecordDraft draft, Field field, Random random) {
        switch (field.type()) {
            case TEXT -> draft.put(field, text(random));
            case INTEGER -> draft.put(field, random.nextLong());
            case LIST -> draft.put(field, List.of(text(random), text(random)));
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (var chars = random.nextInt(20); chars > 0; chars--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static HandOffKey key() {
        try {
            var directory = Files.createTempDirectory("deedbook-hand-off");
            var file = directory.resolve("key-" + ThreadLocalRandom.current().nextLong());
            var key = HandOffKey.open(file);
            Files.delete(file);
            Files.delete(directory);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
