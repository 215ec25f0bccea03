// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

/**
 * The statements on the heads of logs, in the words of both drivers.
 *
 * @param read takes log ids, and gives log id, size and frontier of each
 * @param lock the same of heads that are locked, in the order of their logs
 * @param lockFree the same, but leaves out those that another transaction holds
 * @param move takes log ids, new sizes and new frontiers
 */
record HeadStatements(String read, String lock, String lockFree, String move) {
    /** For JDBC, which marks parameters. */
    static final HeadStatements JDBC = of("?", "?", "?");

    /** For the pools of Vert.x, which number them. */
    static final HeadStatements NUMBERED = of("$1", "$2", "$3");

    private static HeadStatements of(String first, String second, String third) {
        var read = "select log_id, size, frontier from log_head where log_id = any(" + first + "::int[])";
        var lock = read + " order by log_id for update";
        return new HeadStatements(
                read,
                lock,
                lock + " skip locked",
                "update log_head set size = moved.size, frontier = moved.frontier from unnest(" + first + "::int[], "
                        + second + "::bigint[], " + third + "::bytea[]) as moved (log_id, size, frontier)"
                        + " where log_head.log_id = moved.log_id");
    }
}
