// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.config.MemoryBudget.Part;
import io.deedbook.pipeline.correlate.EventBudget;
import io.deedbook.storage.kafka.KafkaOptions;
import io.deedbook.storage.read.RecordPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {
    private static final int LOOPS = 2;
    private static final long MIB = 1L << 20;
    private static final List<Long> DOCUMENTED_MIB = List.of(256L, 512L, 1024L, 4096L);
    private static final Path OPERATIONS = Path.of("..", "docs", "OPERATIONS.md");

    @ParameterizedTest
    @ValueSource(longs = {192, 256, 320, 384, 512, 1024, 4096, 16_384})
    void parts_fitIntoTheHeap(long heapMib) {
        var heapBytes = heapMib * MIB;
        assertThat(MemoryBudget.sum(MemoryBudget.heap(heapBytes, LOOPS, MemoryBudget.connectionsMax(heapBytes))))
                .isLessThanOrEqualTo(heapBytes);
        assertThat(MemoryBudget.sum(MemoryBudget.direct(heapBytes, LOOPS, MemoryBudget.connectionsMax(heapBytes))))
                .isLessThanOrEqualTo(heapBytes);
        assertThat(MemoryBudget.heap(heapBytes, LOOPS, MemoryBudget.connectionsMax(heapBytes)))
                .allMatch(part -> part.bytes() > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {256, 512, 1024, 4096})
    void parts_fitIntoTheHeapBesideKafka(long heapMib) {
        var kafkaBytes = KafkaOptions.heapBytes(true);
        var parts = MemoryBudget.heap(heapMib * MIB, LOOPS, MemoryBudget.connectionsMax(heapMib * MIB), kafkaBytes);
        assertThat(MemoryBudget.sum(parts)).isLessThanOrEqualTo(heapMib * MIB);
        assertThat(parts).extracting(Part::bytes).contains(kafkaBytes).allMatch(bytes -> bytes > 0);
        assertThat(KafkaOptions.heapBytes(false)).isEqualTo(KafkaOptions.BUFFER_BYTES);
    }

    @ParameterizedTest
    @ValueSource(longs = {256, 512, 1024, 4096})
    void options_admitWhatIsLeftForRequests(long heapMib) {
        var heapBytes = heapMib * MIB;
        var options = CollectorOptions.of(Map.of(), null, Map.of(), heapBytes);
        var parts = MemoryBudget.heap(
                heapBytes,
                Runtime.getRuntime().availableProcessors(),
                options.operation().connectionsMax());
        assertThat(parts.get(parts.size() - 1).bytes())
                .isEqualTo(options.admissionBytes() * MemoryBudget.HEAP_BYTES_PER_ADMITTED_BYTE);
        assertThat((long) options.bodyBytesMax()).isLessThanOrEqualTo(options.admissionBytes());
    }

    @Test
    void smallHeap_admitsTwentyThousandRecordsASecondForASecond() {
        // about 1 KB a record; the commit takes tens of milliseconds
        assertThat(MemoryBudget.admissionBytes(512 * MIB, LOOPS, MemoryBudget.connectionsMax(512 * MIB)))
                .isGreaterThan(20_000 * 1_024L);
    }

    @Test
    void connections_takeTheirRoomFromRequests() {
        assertThat(MemoryBudget.connectionsMax(512 * MIB)).isEqualTo(4_096);
        assertThat(MemoryBudget.connectionsMax(16_384 * MIB)).isEqualTo(10_000);
        assertThat(MemoryBudget.sum(MemoryBudget.heap(1_024 * MIB, LOOPS, 50_000)))
                .isLessThanOrEqualTo(1_024 * MIB);
        assertThat(MemoryBudget.admissionBytes(1_024 * MIB, LOOPS, 50_000))
                .isLessThan(MemoryBudget.admissionBytes(1_024 * MIB, LOOPS, 100));
    }

    @Test
    void partsOfOtherModules_areWhatTheyUseThemselves() {
        var heapBytes = Runtime.getRuntime().maxMemory();
        var parts = MemoryBudget.heap(heapBytes, LOOPS, MemoryBudget.connectionsMax(heapBytes));
        assertThat(parts)
                .contains(new Part(
                        "windows of correlations",
                        EventBudget.ofHeap().windowsBytesMax(),
                        "bytes counted; the oldest go"))
                .contains(new Part(
                        "sessions followed", EventBudget.ofHeap().sessionsBytesMax(), "bytes counted; the oldest go"));
        assertThat(RecordPage.bytesMax(heapBytes)).isLessThanOrEqualTo(8 * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "256, 546", "400, 853", "512, 1456", "1024, 4369", "16384, 10000", "8796093022207, 10000"})
    void waitingMax_growsFasterBeyondASmallHeap(long mib, int requests) {
        assertThat(MemoryBudget.waitingMax(mib * MIB)).isEqualTo(requests);
    }

    @Test
    void documentation_hasTheSum() throws IOException {
        var documentation = Files.readString(OPERATIONS);
        assertThat(documentation)
                .contains(table("heap", heap -> MemoryBudget.heap(heap, LOOPS, MemoryBudget.connectionsMax(heap))));
        assertThat(documentation)
                .contains(
                        table("outside", heap -> MemoryBudget.direct(heap, LOOPS, MemoryBudget.connectionsMax(heap))));
    }

    /** The table as it has to stand in the documentation: MiB, rounded up. */
    private static String table(String title, LongFunction<List<Part>> parts) {
        var table = new StringBuilder("| " + title + ", MiB of `-Xmx`");
        DOCUMENTED_MIB.forEach(mib -> table.append(" | ").append(mib));
        table.append(" | limit |\n| --- |")
                .append(" ---: |".repeat(DOCUMENTED_MIB.size()))
                .append(" --- |\n");
        var columns = DOCUMENTED_MIB.stream().map(mib -> parts.apply(mib * MIB)).toList();
        for (var row = 0; row < columns.get(0).size(); row++) {
            table.append("| ").append(columns.get(0).get(row).name());
            for (var column : columns) {
                table.append(" | ").append(tenths(column.get(row).bytes()));
            }
            table.append(" | ").append(columns.get(0).get(row).limit()).append(" |\n");
        }
        table.append("| sum");
        columns.forEach(column -> table.append(" | ").append(tenths(MemoryBudget.sum(column))));
        return table.append(" | |\n").toString();
    }

    private static String tenths(long bytes) {
        var tenths = (bytes * 10 + MIB - 1) / MIB;
        return tenths / 10 + "." + tenths % 10;
    }
}
