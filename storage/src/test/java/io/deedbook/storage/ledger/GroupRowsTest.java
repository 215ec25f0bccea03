// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.deedbook.storage.tlog.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyIn;

class GroupRowsTest {
    private static final Tenant TENANT = new Tenant(7, "rows");
    private static final long BYTES_MAX = 1L << 20;
    private static final long FIRST = 1L << 40;

    private final RowMaker maker = new RowMaker();

    @Test
    void rowsMadeBeforehandAreThoseThatAreMadeOnTheWay() throws SQLException {
        var records = TestRecords.many(100);
        var rows = made(request(records)).of(0);

        assertThat(rows).isNotNull();
        assertThat(sent(rows, FIRST)).isEqualTo(onTheWay(records, FIRST));
    }

    @Test
    void theSameRowsAreSentAgainFromAnotherIndexOn() throws SQLException {
        var records = TestRecords.many(3);
        var rows = made(request(records)).of(0);

        assertThat(rows).isNotNull();
        sent(rows, FIRST);
        assertThat(sent(rows, 5)).isEqualTo(onTheWay(records, 5));
    }

    @Test
    void aLeafThatNoAuditorWouldTakeFailsItsOwnRequestAlone() {
        var good = TestRecords.many(2);
        var rows = made(request(good), request(List.of(crafted(good.get(0)))), request(good));

        assertThat(rows.of(0)).isNotNull();
        assertThatThrownBy(() -> rows.of(1)).isInstanceOf(MalformedException.class);
        assertThat(rows.of(2)).isNotNull();
    }

    @Test
    void whatWouldTakeTooMuchIsLeftToWhoSends() {
        var few = request(TestRecords.many(2));
        var many = request(TestRecords.many(500));
        var rows = new GroupRows(List.of(few, many, few), onTheWay(few.records(), 0).length + 100_000);
        rows.make(maker);

        assertThat(rows.of(0)).isNotNull();
        assertThat(rows.of(1)).isNull();
        assertThat(rows.of(2)).isNull();
    }

    @Test
    void noRequestIsMadeBeyondTheLimitHoweverSmall() {
        var one = request(TestRecords.many(1));
        var requests = Collections.nCopies(50, one);
        var bytes = onTheWay(one.records(), 0).length;
        var rows = new GroupRows(requests, 10L * bytes);
        rows.make(maker);

        var made = IntStream.range(0, requests.size())
                .filter(position -> rows.of(position) != null)
                .count();
        assertThat(made).isEqualTo(10);
    }

    @Test
    void aRecordThatTakesMoreThanTheLimitAloneIsLeftToWhoSends() {
        var one = request(TestRecords.many(1));
        var rows = new GroupRows(List.of(one), onTheWay(one.records(), 0).length - 1);
        rows.make(maker);

        assertThat(rows.of(0)).isNull();
    }

    @Test
    void whatIsLeftIsNotMadeAnyMore() {
        var rows = new GroupRows(List.of(request(TestRecords.many(1))), BYTES_MAX);
        rows.leave();
        rows.make(maker);

        assertThat(rows.of(0)).isNull();
    }

    @Test
    void whatNobodyMakesIsLeftToWhoSends() {
        var rows = new GroupRows(List.of(request(TestRecords.many(1))), BYTES_MAX);
        rows.leave();

        assertThat(rows.of(0)).isNull();
    }

    private GroupRows made(AppendRequest... requests) {
        var rows = new GroupRows(List.of(requests), BYTES_MAX);
        rows.make(maker);
        return rows;
    }

    private static AppendRequest request(List<SealedRecord> records) {
        return new AppendRequest(TENANT, new byte[32], records, Long.MAX_VALUE);
    }

    private static SealedRecord crafted(SealedRecord sealed) {
        var leaf = "{\"b\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8);
        return new SealedRecord(
                sealed.id(),
                sealed.receivedUnixNanos(),
                sealed.occurredUnixNanos(),
                sealed.values(),
                sealed.pii(),
                sealed.content(),
                sealed.attributes(),
                sealed.salts(),
                leaf,
                Leaf.hash(leaf));
    }

    private static byte[] sent(RequestRows rows, long firstIndex) throws SQLException {
        var out = new Sent();
        rows.send(out, firstIndex);
        return out.bytes.toByteArray();
    }

    private static byte[] onTheWay(List<SealedRecord> records, long firstIndex) {
        var buffer = new CopyBuffer(64);
        var encoder = new RowEncoder(RecordColumn.ALL, buffer);
        for (var position = 0; position < records.size(); position++) {
            encoder.row(new PlacedRecord(TENANT.id(), firstIndex + position, records.get(position)));
        }
        return Arrays.copyOf(buffer.array(), buffer.size());
    }

    /** Takes what would go to the server. */
    private static final class Sent implements CopyIn {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void writeToCopy(byte[] buf, int off, int siz) {
            bytes.write(buf, off, siz);
        }

        @Override
        public void writeToCopy(org.postgresql.util.ByteStreamWriter from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void flushCopy() {}

        @Override
        public long endCopy() {
            return 0;
        }

        @Override
        public int getFieldCount() {
            return 0;
        }

        @Override
        public int getFormat() {
            return 1;
        }

        @Override
        public int getFieldFormat(int field) {
            return 1;
        }

        @Override
        public boolean isActive() {
            return true;
        }

        @Override
        public void cancelCopy() {}

        @Override
        public long getHandledRowCount() {
            return 0;
        }
    }
}
