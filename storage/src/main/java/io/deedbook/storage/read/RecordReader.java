// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import io.deedbook.pipeline.policy.Tenant;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads records back, always of one tenant, with a pool and a database role of its own that can't starve appends.
 * Thread-safe. Futures fail with a {@code Refusal} when the database is away or the query takes too long.
 */
public interface RecordReader {
    /**
     * The records that a query finds, newest first unless it says otherwise. Where little is found in much, a page ends
     * after some seconds and says where to go on.
     */
    Future<RecordPage> records(Tenant tenant, RecordQuery query);

    /**
     * One record.
     *
     * @param team when not null, only a record of this team
     * @param id 32 lower-case hex digits
     */
    Future<Optional<StoredRecord>> record(Tenant tenant, @Nullable String team, String id);

    /**
     * The entries of these indexes, whichever are there, in their order.
     *
     * @param indexes at most {@link RecordQuery#LIMIT_MAX}, ascending
     * @return not all of them where they are long: then there are more after the last
     */
    Future<RecordPage> entries(Tenant tenant, List<Long> indexes);

    /**
     * Counts over all records of the tenant, or of the team when not null: exact, or refused while more than a million
     * of them are in no summary.
     */
    Future<Stats> stats(Tenant tenant, @Nullable String team);

    /** Size of the tenant's log: the index that the next record will get. */
    Future<Long> size(Tenant tenant);

    /** The latest signed checkpoint of the tenant's log, verbatim, or empty before the first one. */
    Future<Optional<String>> checkpoint(Tenant tenant);

    /**
     * The tlog-proof of a record, with its leaf in {@code extra}: the text alone is a complete receipt.
     *
     * @param size of the checkpoint to prove against; empty for the latest
     * @return empty when there is no such record, or no checkpoint covers it yet
     */
    Future<Optional<String>> proof(Tenant tenant, @Nullable String team, String id, OptionalLong size);
}
