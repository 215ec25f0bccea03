// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

/**
 * The SQL that counts records, in one pass over them: what is counted along each axis is summed from these few rows.
 */
public final class Cells {
    /**
     * How many records of log $1 from index $2 to before $3 have which values; {@code day} is the number of the UTC day
     * in which they occurred.
     */
    public static final String SQL = """
            select team, coalesce(risk, '') as risk, coalesce(action, '') as action, coalesce(surface, '') as surface,
                   kind, case when occurred_unix_nanos < 0 then (occurred_unix_nanos + 1) / 86400000000000 - 1
                       else occurred_unix_nanos / 86400000000000 end as day,
                   count(*) as records, min(occurred_unix_nanos) as earliest, max(occurred_unix_nanos) as latest
            from record where log_id = $1 and idx >= $2 and idx < $3 group by 1, 2, 3, 4, 5, 6""";

    /** The text of a {@code day}. */
    public static final String DAY = "to_char(date '1970-01-01' + day::int, 'YYYY-MM-DD')";

    /** Of the newest days, whatever clients' clocks say; in each stretch, and therefore over all of them. */
    public static final int DAYS_MAX = 3_660;

    private Cells() {}
}
