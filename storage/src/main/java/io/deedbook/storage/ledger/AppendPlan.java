// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.tlog.Frontier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides, under the head locks, which place each record of a group gets: pure CPU, between the two round trips of the
 * transaction. A request that was seen before, or twice in the group, gets its first receipt again.
 */
final class AppendPlan {
    private final Map<Integer, Frontier> heads;
    private final Map<SeenKey, Receipt> seen;
    private final Map<Integer, Frontier> grown = new TreeMap<>();
    private final List<AppendOutcome> outcomes = new ArrayList<>();
    private final List<NewReceipt> newReceipts = new ArrayList<>();
    private final List<PlacedRecord> placed = new ArrayList<>();
    private final List<PlacedRequest> placedRequests = new ArrayList<>();

    /** A record and its place. */
    record PlacedRecord(int logId, long index, SealedRecord sealed) {}

    /**
     * The records of a request that are placed one after the other.
     *
     * @param position of the request in its group
     */
    record PlacedRequest(int position, long firstIndex, List<PlacedRecord> records) {}

    /** A receipt to be remembered for the request's next sending. */
    record NewReceipt(int logId, byte[] exportKey, Receipt receipt, long receivedUnixNanos) {}

    /** An export key within its log, comparable. */
    static final class SeenKey {
        private final int logId;
        private final byte[] exportKey;

        SeenKey(int logId, byte[] exportKey) {
            this.logId = logId;
            this.exportKey = exportKey;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SeenKey that && logId == that.logId && Arrays.equals(exportKey, that.exportKey);
        }

        @Override
        public int hashCode() {
            return 31 * logId + Arrays.hashCode(exportKey);
        }
    }

    /**
     * @param heads the locked heads by log
     * @param seen receipts of earlier transactions
     */
    AppendPlan(Map<Integer, Frontier> heads, Map<SeenKey, Receipt> seen) {
        this.heads = heads;
        this.seen = new HashMap<>(seen);
    }

    /** Places the next request of the group. */
    void add(AppendRequest request, long nowNanos) {
        outcomes.add(outcome(request, nowNanos));
    }

    private AppendOutcome outcome(AppendRequest request, long nowNanos) {
        var logId = request.tenant().id();
        var key = new SeenKey(logId, request.exportKey());
        var first = seen.get(key);
        if (first != null) {
            return new AppendOutcome.Stored(new Receipt(first.firstIndex(), first.count(), true));
        }
        var head = grown.containsKey(logId) ? grown.get(logId) : heads.get(logId);
        if (head == null) {
            return refused(Refusal.Reason.BUG, "The tenant has no log.");
        }
        if (nowNanos - request.deadlineNanos() > 0) {
            return new AppendOutcome.Refused(Refusal.tooSlow());
        }
        var records = request.records();
        var receipt = new Receipt(head.size(), records.size(), false);
        placedRequests.add(new PlacedRequest(outcomes.size(), head.size(), place(logId, head, records)));
        seen.put(key, receipt);
        newReceipts.add(new NewReceipt(
                logId, request.exportKey(), receipt, records.get(0).receivedUnixNanos()));
        return new AppendOutcome.Stored(receipt);
    }

    /** Places entries that no client sent, and says from which index on. */
    long addOwn(int logId, List<SealedRecord> entries) {
        var head = grown.containsKey(logId) ? grown.get(logId) : heads.get(logId);
        if (head == null) {
            throw new IllegalStateException("log: " + logId + " (expected: one with a head)");
        }
        if (!entries.isEmpty()) {
            place(logId, head, entries);
        }
        return head.size();
    }

    private List<PlacedRecord> place(int logId, Frontier head, List<SealedRecord> records) {
        grown.put(
                logId, head.append(records.stream().map(SealedRecord::leafHash).toList()));
        var places = new ArrayList<PlacedRecord>(records.size());
        for (var position = 0; position < records.size(); position++) {
            places.add(new PlacedRecord(logId, head.size() + position, records.get(position)));
        }
        placed.addAll(places);
        return places;
    }

    /** One outcome a request, in the order they were added. */
    List<AppendOutcome> outcomes() {
        return outcomes;
    }

    List<PlacedRecord> placed() {
        return placed;
    }

    /** The requests of the group whose records are placed, in its order. */
    List<PlacedRequest> placedRequests() {
        return placedRequests;
    }

    List<NewReceipt> newReceipts() {
        return newReceipts;
    }

    /** The heads that grew, by log in its order. */
    Map<Integer, Frontier> grown() {
        return grown;
    }

    /** That a statement did what was planned; the transaction is given up where it did not. */
    static void checkCount(String table, long rows, int expected) {
        if (rows != expected) {
            throw new AssertionError(table + ": " + rows + " rows (expected: " + expected + ")");
        }
    }

    private static AppendOutcome refused(Refusal.Reason reason, String message) {
        return new AppendOutcome.Refused(new Refusal(reason, message, 1));
    }
}
