// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.ledger.AppendRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of requests is read again after whatever happened to the files. */
class SpoolFilesTest {
    private static final Tenant TENANT = new Tenant(7, "seven");

    @TempDir
    private Path directory;

    private final List<SpoolFiles> opened = new ArrayList<>();
    private final FailingChannels disk = new FailingChannels();
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Findings found = new Findings();

    @AfterEach
    void close() throws IOException {
        for (var files : opened) {
            files.close();
        }
    }

    @Test
    void next_givesAllInOrderAfterARestart() throws IOException {
        var files = open();
        var requests = requests(20);
        for (var request : requests) {
            assertThat(taken(files, List.of(request))).isOne();
        }

        files = reopen(files);

        assertThat(found.count()).isEqualTo(20);
        assertThat(keys(files.next().requests())).isEqualTo(keys(requests));
        assertThat(files.next().requests()).isEmpty();
        assertThat(gauge("oldest.age.seconds")).isPositive();
    }

    @Test
    void next_givesRecordsWithTheirOwnReceiveTimesAndLeaves() throws IOException {
        var files = open();
        var request = requests(1).get(0);
        files.append(List.of(request));

        assertThat(files.next().requests().get(0))
                .usingRecursiveComparison()
                .ignoringFields("deadlineNanos")
                .isEqualTo(request);
    }

    @Test
    void appended_deletesTheFilesWhenAllIsInTheLedger() throws IOException {
        var files = open();
        files.append(requests(10));
        var read = files.next();
        assertThat(segments()).hasSize(1);

        files.appended(read.requests(), new BitSet());

        assertThat(segments()).isEmpty();
        assertThat(gauge("bytes")).isZero();
        assertThat(gauge("oldest.age.seconds")).isZero();
        assertThat(count("drained")).isEqualTo(10);
    }

    @Test
    void aRestart_goesOnBehindWhatIsInTheLedger() throws IOException {
        var files = open();
        var first = requests(5);
        files.append(first);
        var read = files.next();
        var second = requests(5);
        files.append(second);
        files.appended(read.requests(), new BitSet());

        files = reopen(files);

        assertThat(keys(files.next().requests())).isEqualTo(keys(second));
    }

    @Test
    void aTornEnd_isCutAndWhatIsBeforeIsRead() throws IOException {
        var files = open();
        var requests = requests(3);
        requests.forEach(request -> files.append(List.of(request)));
        files.close();
        var segment = segments().get(0);
        var whole = Files.readAllBytes(segment);
        for (var cut = 1; cut < 650; cut += 59) {
            var torn = Arrays.copyOf(whole, whole.length - cut);
            // as it is, and with zeros where blocks were not written
            for (var bytes : List.of(torn, Arrays.copyOf(torn, whole.length))) {
                Files.write(segment, bytes);
                var again = open();
                assertThat(keys(again.next().requests()))
                        .startsWith(keys(requests).get(0), keys(requests).get(1));
                again.close();
            }
            Files.write(segment, torn);
            open().close();
            assertThat(Files.size(segment)).isLessThan(torn.length);
        }
        Files.write(segment, Arrays.copyOf(whole, whole.length + 5_000));
        var again = open();
        assertThat(keys(again.next().requests())).isEqualTo(keys(requests));
        again.close();
        assertThat(Files.size(segment)).isEqualTo(whole.length);
    }

    @Test
    void aTornEnd_isNoDamage() throws IOException {
        var files = open();
        files.append(requests(2));
        files.close();
        resize(segments().get(0), Files.size(segments().get(0)) - 100);

        assertThat(open().next().requests()).hasSize(1);
        assertThat(damagedFiles()).isEmpty();
        assertThat(count("damaged")).isZero();
    }

    @Test
    void aFlippedByte_setsOneEntryAsideAndTheRestGoesOn() throws IOException {
        var files = open();
        var requests = requests(5);
        var offsets = new ArrayList<Long>();
        for (var request : requests) {
            offsets.add(segments().isEmpty() ? 36 : Files.size(segments().get(0)));
            files.append(List.of(request));
        }
        files.close();
        // in each field of the frame's head, and in the entry
        for (var place : List.of(0, 5, 9, 12, 30, 500)) {
            flip(segments().get(0), offsets.get(2) + place);
            var again = open();
            var rest = new ArrayList<>(requests);
            rest.remove(2);
            assertThat(keys(again.next().requests())).as("place %s", place).isEqualTo(keys(rest));
            assertThat(found.count()).isEqualTo(4);
            again.close();
            assertThat(damagedFiles()).hasSize(1);
            assertThat(count("damaged")).isOne();
            flip(segments().get(0), offsets.get(2) + place);
            Files.delete(damagedFiles().get(0));
        }
    }

    @Test
    void anEntryThatChangedSinceItWasCounted_isLost() throws IOException {
        var files = open();
        files.append(requests(3));
        flip(segments().get(0), Files.size(segments().get(0)) - 20);

        var read = files.next();

        assertThat(read.requests()).hasSize(2);
        assertThat(read.lost()).isOne();
        assertThat(damagedFiles()).hasSize(1);
    }

    @Test
    void aFullSpool_takesWhatFitsInOrderAndAgainWhenThereIsRoom() throws IOException {
        var files = open(new SpoolOptions(directory.resolve("spool"), keyFile(), 20_000, 0, 1_000));
        var requests = requests(50);

        var written = files.append(requests).taken();

        assertThat(written.cardinality()).isBetween(2, 49);
        assertThat(written.nextClearBit(0)).isEqualTo(written.cardinality());
        assertThat(count("refused.full")).isEqualTo(50 - written.cardinality());
        assertThat(gauge("bytes")).isLessThanOrEqualTo(20_000);
        assertThat(taken(files, requests(1))).isZero();

        var read = files.next();
        assertThat(keys(read.requests())).isEqualTo(keys(requests.subList(0, written.cardinality())));
        files.appended(read.requests(), new BitSet());
        assertThat(taken(files, requests(1))).isOne();
    }

    @Test
    void spaceIsLeftToOthers() throws IOException {
        var files = open(new SpoolOptions(directory.resolve("spool"), keyFile(), 20_000, Long.MAX_VALUE / 2, 1_000));

        assertThat(taken(files, requests(1))).isZero();
        assertThat(segments()).isEmpty();
    }

    @Test
    void aDiskThatBecomesFull_losesNothingThatWasTaken() throws IOException {
        for (var bytes = 0; bytes < 6_000; bytes += 501) {
            var files = open();
            var before = requests(2);
            assertThat(taken(files, before)).isEqualTo(2);
            disk.bytesLeft(bytes);
            var torn = taken(files, requests(4));
            disk.bytesLeft(Long.MAX_VALUE);
            assertThat(torn).isIn(0, 4);
            var after = requests(2);
            assertThat(taken(files, after)).isEqualTo(2);

            files = reopen(files);

            var read = files.next();
            assertThat(keys(read.requests())).containsAll(keys(before)).containsAll(keys(after));
            assertThat(read.requests()).hasSize(4 + torn);
            files.appended(read.requests(), new BitSet());
            assertThat(segments()).isEmpty();
            files.close();
        }
    }

    @Test
    void whatCouldNotBeForced_isNotTaken() throws IOException {
        var files = open();
        taken(files, requests(1));
        disk.forces(false);
        assertThat(taken(files, requests(3))).isZero();
        assertThat(count("failures")).isOne();

        disk.forces(true);
        assertThat(taken(files, requests(1))).isOne();
        assertThat(files.next().requests()).hasSize(2);
    }

    @Test
    void filesUnderAnotherKey_stayForThatKey() throws IOException {
        var files = open();
        files.append(requests(2));
        files.close();
        Files.move(keyFile(), keyFile().resolveSibling("away"));

        files = open();
        assertThat(found.count()).isZero();
        assertThat(files.next().requests()).isEmpty();
        assertThat(segments()).hasSize(1);
        assertThat(count("damaged")).isOne();
        files.close();

        Files.delete(keyFile());
        Files.move(keyFile().resolveSibling("away"), keyFile());
        assertThat(open().next().requests()).hasSize(2);
    }

    @Test
    void aSecondProcess_hasASlotOfItsOwnAndAdoptsWhatTheFirstLeaves() throws IOException {
        var first = open();
        first.append(requests(2));
        var second = open();
        assertThat(found.count()).isZero();
        assertThat(second.adopt().count()).isZero();
        second.append(requests(1));

        first.close();

        assertThat(second.adopt().count()).isEqualTo(2);
        assertThat(second.next().requests()).hasSize(3);
    }

    @Test
    void whatTheLedgerNeverTakes_isSetAside() throws IOException {
        var files = open();
        files.append(requests(3));
        var read = files.next();
        var rejected = new BitSet();
        rejected.set(1);

        files.appended(read.requests(), rejected);

        assertThat(files(".rejected")).hasSize(1);
        assertThat(count("rejected")).isOne();
        assertThat(segments()).isEmpty();
    }

    @Test
    void filesHoldNothingInTheClear() throws IOException {
        var files = open();
        files.append(requests(1));

        assertThat(Files.readString(segments().get(0), StandardCharsets.ISO_8859_1))
                .doesNotContain("shell_command")
                .doesNotContain("seven");
    }

    private SpoolFiles open() throws IOException {
        return open(new SpoolOptions(directory.resolve("spool"), keyFile(), 1L << 30, 0, 1_000));
    }

    private SpoolFiles open(SpoolOptions options) throws IOException {
        registry = new SimpleMeterRegistry();
        found = new Findings();
        var files = SpoolFiles.open(options, new SpoolMetrics(registry), disk, found);
        opened.add(files);
        return files;
    }

    /** As a process does that was killed, whose locks the system gives back. */
    private SpoolFiles reopen(SpoolFiles files) throws IOException {
        files.close();
        return open();
    }

    private Path keyFile() {
        return directory.resolve("spool.key");
    }

    private static int taken(SpoolFiles files, List<AppendRequest> group) {
        return files.append(group).taken().cardinality();
    }

    private static List<AppendRequest> requests(int count) {
        var requests = new ArrayList<AppendRequest>();
        while (requests.size() < count) {
            requests.add(TestRecords.request(TENANT, TestRecords.many(1)));
        }
        return requests;
    }

    private static List<String> keys(List<AppendRequest> requests) {
        return requests.stream()
                .map(request -> HexFormat.of().formatHex(request.exportKey()))
                .toList();
    }

    private List<Path> segments() throws IOException {
        return files(".spool");
    }

    private List<Path> damagedFiles() throws IOException {
        return files(".damaged");
    }

    private List<Path> files(String suffix) throws IOException {
        try (var paths = Files.walk(directory)) {
            return paths.filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static void resize(Path file, long size) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(size);
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            var old = access.read();
            access.seek(offset);
            access.write(old ^ 0x10);
        }
    }

    private double gauge(String name) {
        return registry.get("deedbook.storage.spool." + name).gauge().value();
    }

    private double count(String name) {
        return registry.get("deedbook.storage.spool." + name).counter().count();
    }
}
