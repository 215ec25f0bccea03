// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The values by which records are counted together: a row of {@link Cells}.
 *
 * @param day number of the UTC day in which they occurred
 */
record Cell(
        @Nullable String team,
        @Nullable String risk,
        @Nullable String action,
        @Nullable String surface,
        @Nullable String kind,
        long day) {
    private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);
    /** The cell, its tally, and their place in a map. */
    private static final long CELL_BYTES = 136;

    private static final long TEXT_BYTES = 56;

    static Cell of(SealedRecord record) {
        return new Cell(
                record.text(Field.TEAM),
                record.text(Field.RISK),
                record.text(Field.ACTION),
                record.text(Field.SURFACE),
                record.text(Field.KIND),
                Math.floorDiv(record.occurredUnixNanos(), DAY_NANOS));
    }

    /** The same without texts of its own, of which all but the team are few: a record out of a spool has new ones. */
    Cell shared() {
        return new Cell(team, shared(risk), shared(action), shared(surface), shared(kind), day);
    }

    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : text.intern();
    }

    /** An estimate of the heap that it takes. */
    long bytes() {
        return CELL_BYTES + (team == null ? 0 : TEXT_BYTES + 2L * team.length());
    }
}
