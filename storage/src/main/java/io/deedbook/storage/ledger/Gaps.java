// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.ContentState;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Outcome;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.record.Surface;
import io.deedbook.storage.postgres.Fault;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * Finds the records for which the ledger refuses a request, and puts an entry in the place of each that says so.
 * Otherwise the client would send the request again until it gives up, and all its records were lost without a trace.
 */
final class Gaps {
    static final String EVENT = "record_not_stored";

    /**
     * The most trials for one request, while which nobody else's records are stored; what they leave open counts as
     * refused.
     */
    private static final int TRIALS_MAX = 64;

    private static final long SEARCH_NANOS_MAX = TimeUnit.SECONDS.toNanos(4);

    private final Appending ledger;
    private final Sealer sealer;

    Gaps(Appending ledger, Sealer sealer) {
        this.ledger = ledger;
        this.sealer = sealer;
    }

    /**
     * A request of which some records are entries that say of others that they could not be stored.
     *
     * @param count how many
     */
    record Filled(AppendRequest request, int count) {}

    /**
     * Fills the gaps of a request that was refused for its data.
     *
     * @param trialMillisMax after which the ledger counts as away
     * @return with no gap where it would be stored now; fails when the ledger is away
     */
    Future<Filled> fill(AppendRequest refused, long trialMillisMax) {
        var size = refused.records().size();
        var search = new Search(refused, trialMillisMax);
        return search.search(0, size).map(done -> {
            if (search.guilty.isEmpty() && search.trials > 1) {
                // each could be stored without the others
                search.guilty.set(0, size);
            }
            return filled(refused, search.guilty);
        });
    }

    private Filled filled(AppendRequest refused, BitSet guilty) {
        var records = new ArrayList<>(refused.records());
        guilty.stream().forEach(position -> records.set(position, gap(records.get(position))));
        return new Filled(refused.with(records), guilty.cardinality());
    }

    /**
     * Repeats nothing of the record but when it came. High risk, because whoever finds such a record could hide with
     * it.
     */
    private SealedRecord gap(SealedRecord lost) {
        var draft = new RecordDraft(lost.receivedUnixNanos(), lost.receivedUnixNanos());
        draft.put(Field.KIND, Kind.GAP.wireName());
        draft.put(Field.SURFACE, Surface.OTHER.wireName());
        draft.put(Field.EVENT, EVENT);
        draft.put(Field.ACTION, Action.OTHER.wireName());
        draft.put(Field.OUTCOME, Outcome.NONE.wireName());
        draft.put(Field.RISK, Risk.HIGH.wireName());
        draft.put(Field.CONTENT_STATE, ContentState.WITHHELD.wireName());
        return sealer.seal(draft);
    }

    /** One search, by halves: as many trials as a few guilty records among thousands need. */
    private final class Search {
        private final AppendRequest refused;
        private final long trialMillisMax;
        private final long endNanos = System.nanoTime() + SEARCH_NANOS_MAX;

        // Mutable state, owned by whichever step of the search is at work.
        private final BitSet guilty = new BitSet();
        private int trials;

        Search(AppendRequest refused, long trialMillisMax) {
            this.refused = refused;
            this.trialMillisMax = trialMillisMax;
        }

        /** Searches records that may be refused. */
        Future<Void> search(int from, int to) {
            if (++trials > TRIALS_MAX || System.nanoTime() - endNanos > 0) {
                guilty.set(from, to);
                return Future.succeededFuture();
            }
            var some = refused.with(refused.records().subList(from, to));
            return ledger.tryOut(some, trialMillisMax)
                    .recover(failure ->
                            Fault.of(failure) == Fault.DATA ? halves(from, to) : Future.failedFuture(failure));
        }

        /** Searches records that are known to be refused. */
        private Future<Void> halves(int from, int to) {
            if (to - from == 1) {
                guilty.set(from);
                return Future.succeededFuture();
            }
            var middle = (from + to) >>> 1;
            return search(from, middle).compose(done -> search(middle, to));
        }
    }
}
