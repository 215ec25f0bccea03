// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

/**
 * The statements on the heads of logs, in the words of both drivers.
 *
 * @param lock takes log ids, in whose order the heads are locked, and gives log id, size and frontier of each
 * @param move takes log ids, new sizes and new frontiers
 */
record HeadStatements(String lock, String move) {
    /** For JDBC, which marks parameters. */
    static final HeadStatements JDBC = of("?", "?", "?");

    /** For the pools of Vert.x, which number them. */
    static final HeadStatements NUMBERED = of("$1", "$2", "$3");

    private static HeadStatements of(String first, String second, String third) {
        return new HeadStatements(
                "select log_id, size, frontier from log_head where log_id = any(" + first
                        + "::int[]) order by log_id for update",
                "update log_head set size = moved.size, frontier = moved.frontier from unnest(" + first + "::int[], "
                        + second + "::bigint[], " + third + "::bytea[]) as moved (log_id, size, frontier)"
                        + " where log_head.log_id = moved.log_id");
    }
}
