// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReaderIT {
    private static final RecordQuery ALL = new RecordQuery(
            null,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of(),
            null,
            null,
            OptionalLong.empty(),
            OptionalLong.empty(),
            true,
            100);
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private static TestStorage storage;
    private static Tenant tenant;
    private static Tenant other;
    private static List<SealedRecord> sealed;

    @BeforeAll
    static void open() {
        storage = TestStorage.open();
        tenant = storage.tenant("read");
        other = storage.tenant("other");
        sealed = List.of(
                TestRecords.sealed(0, draft -> {
                    draft.put(Field.TEAM, "red");
                    draft.put(Field.RULES, List.of("rule-a", "rule-b"));
                    draft.content().put("prompt", "Straße 100% sure_thing");
                }),
                TestRecords.sealed(10, draft -> {
                    draft.put(Field.TEAM, "blue");
                    draft.put(Field.RISK, "high");
                    draft.put(Field.DURATION_MS, 1234L);
                    draft.pii().put("email", 1);
                }),
                TestRecords.sealed(DAY_NANOS, draft -> {
                    draft.put(Field.ACTION, "file_read");
                    draft.put(Field.TARGET, "C:\\Secret\\FILE.txt");
                    draft.put(Field.SESSION_ID, "s-1");
                }),
                TestRecords.sealed(2 * DAY_NANOS, draft -> {
                    draft.put(Field.SURFACE, "cowork");
                    draft.put(Field.TEAM, "red");
                }));
        await(storage.append(TestRecords.request(tenant, sealed)));
        await(storage.append(TestRecords.request(other, TestRecords.many(7))));
        await(storage.storage().publisher().publishNow());
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Test
    void findsAllOfOneTenantAndNothingOfAnother() {
        assertFound(ALL, 0, 1, 2, 3);
        assertThat(await(reader().records(other, ALL)).records()).hasSize(7);
        assertThat(await(reader().record(other, null, id(0)))).isEmpty();
        assertThat(await(reader().proof(other, null, id(0), OptionalLong.empty())))
                .isEmpty();
    }

    @Test
    void pagesInBothDirections() {
        assertPage(query(null, null, false, 3), true, 3, 2, 1);
        assertPage(query(1L, null, false, 3), false, 0);
        assertPage(query(null, null, true, 3), true, 0, 1, 2);
        assertPage(query(null, 2L, true, 1), false, 3);
        assertPage(query(null, null, false, 4), false, 3, 2, 1, 0);
    }

    @Test
    void endsAPageEarlyWhereItsRecordsAreLong() {
        var text = "x".repeat(RecordSelect.PAGE_BYTES_MAX / 3 * 2);
        var large = storage.tenant("large");
        var records = IntStream.range(0, 5)
                .mapToObj(number ->
                        TestRecords.sealed(draft -> draft.content().put("prompt", number == 4 ? "short" : text)))
                .toList();
        await(storage.append(TestRecords.request(large, records)));

        for (var oldestFirst : new boolean[] {true, false}) {
            var found = new ArrayList<Long>();
            var pages = 0;
            for (var more = true; more; pages++) {
                var last = found.isEmpty() ? null : found.get(found.size() - 1);
                var page = await(reader().records(
                                large, query(oldestFirst ? null : last, oldestFirst ? last : null, oldestFirst, 500)));
                page.records().forEach(record -> found.add(record.index()));
                more = page.more();
            }
            assertThat(found).hasSize(5).doesNotHaveDuplicates();
            assertThat(pages).isEqualTo(oldestFirst ? 3 : 2);
        }
    }

    @Test
    void findsByTimeFromInclusiveToExclusive() {
        assertFound(between(10, DAY_NANOS), 1);
        assertFound(between(0, 10), 0);
        assertFound(between(11, DAY_NANOS + 1), 2);
    }

    @ParameterizedTest
    @CsvSource({
        "RISK, high, 1",
        "ACTION, file_read, 2",
        "SURFACE, cowork, 3",
        "SESSION_ID, s-1, 2",
        "RULES, rule-b, 0",
        "DURATION_MS, 1234, 1"
    })
    void findsByTheExactValueOfAField(Field field, String value, int expected) {
        assertFound(equal(Map.of(field, value)), expected);
        assertFound(equal(Map.of(field, value + "0")));
    }

    @Test
    void findsNothingWhereANumberIsAskedForAndNoneGiven() {
        assertFound(equal(Map.of(Field.DURATION_MS, "' or true --")));
        assertFound(equal(Map.of(Field.RISK, "' or true --")));
    }

    @Test
    void wantsAllConditionsToHold() {
        assertFound(equal(Map.of(Field.RISK, "high", Field.TEAM, "blue")), 1);
        assertFound(equal(Map.of(Field.RISK, "high", Field.TEAM, "red")));
    }

    @Test
    void findsByWhatWasDetected() {
        assertFound(new RecordQuery(null, none(), none(), Map.of(), "email", null, none(), none(), true, 10), 1);
        assertFound(new RecordQuery(null, none(), none(), Map.of(), "iban", null, none(), none(), true, 10));
    }

    @ParameterizedTest
    @CsvSource({"STRASSE, -1", "straße, 0", "STRAßE 100%, 0", "0% sure_T, 0", "100_, -1", "\\secret\\file, 2"})
    void findsByTextInAnyLetterCase(String text, int expected) {
        var query = new RecordQuery(null, none(), none(), Map.of(), null, text, none(), none(), true, 10);
        if (expected < 0) {
            assertFound(query);
        } else {
            assertFound(query, expected);
        }
    }

    @Test
    void keepsATeamToItsOwn() {
        assertFound(new RecordQuery("red", none(), none(), Map.of(), null, null, none(), none(), true, 10), 0, 3);
        assertThat(await(reader().record(tenant, "red", id(0)))).isPresent();
        assertThat(await(reader().record(tenant, "blue", id(0)))).isEmpty();
        assertThat(await(reader().proof(tenant, "blue", id(0), OptionalLong.empty())))
                .isEmpty();
        assertThat(await(reader().stats(tenant, "blue")).records()).isEqualTo(1);
    }

    @Test
    void findsOneRecordByItsId() {
        assertThat(await(reader().record(tenant, null, id(2))))
                .map(StoredRecord::index)
                .contains(2L);
        assertThat(await(reader().record(tenant, null, "0".repeat(32)))).isEmpty();
        assertThat(await(reader().record(tenant, null, "no id"))).isEmpty();
    }

    @Test
    void countsAlongEachAxis() {
        assertThat(await(reader().stats(tenant, null)))
                .isEqualTo(new Stats(
                        4,
                        Map.of("low", 3L, "high", 1L),
                        Map.of("shell_command", 3L, "file_read", 1L),
                        Map.of("claude_code", 3L, "cowork", 1L),
                        Map.of("1970-01-01", 2L, "1970-01-02", 1L, "1970-01-03", 1L)));
        assertThat(await(reader().size(tenant))).isEqualTo(4);
    }

    @Test
    void handsOutTheCheckpointAndAProofOfARecord() {
        var checkpoint = await(reader().checkpoint(tenant)).orElseThrow();

        assertThat(checkpoint).contains("\n4\n");
        assertThat(await(reader().proof(tenant, null, id(1), OptionalLong.empty())))
                .hasValueSatisfying(proof -> assertThat(proof)
                        .startsWith("c2sp.org/tlog-proof@v1\n")
                        .contains("\nindex 1\n")
                        .endsWith(checkpoint));
        assertThat(await(reader().proof(tenant, null, id(1), OptionalLong.of(3))))
                .isEqualTo(Optional.empty());
    }

    private static RecordReader reader() {
        return storage.storage().reader();
    }

    private static String id(int index) {
        return HexFormat.of().formatHex(sealed.get(index).id());
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }

    private static RecordQuery between(long from, long to) {
        return new RecordQuery(
                null, OptionalLong.of(from), OptionalLong.of(to), Map.of(), null, null, none(), none(), true, 10);
    }

    private static RecordQuery equal(Map<Field, String> equal) {
        return new RecordQuery(null, none(), none(), equal, null, null, none(), none(), true, 10);
    }

    private static RecordQuery query(Long before, Long after, boolean oldestFirst, int limit) {
        return new RecordQuery(
                null, none(), none(), Map.of(), null, null, optional(before), optional(after), oldestFirst, limit);
    }

    private static OptionalLong optional(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static void assertFound(RecordQuery query, long... indexes) {
        assertPage(query, false, indexes);
    }

    private static void assertPage(RecordQuery query, boolean more, long... indexes) {
        var page = await(reader().records(tenant, query));
        assertThat(page.records().stream().mapToLong(StoredRecord::index).toArray())
                .containsExactly(indexes);
        assertThat(page.more()).isEqualTo(more);
    }
}
