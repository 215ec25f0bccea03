// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

/** A number and what it is of, as one says it. */
public final class Counted {
    private Counted() {}

    /** {@code 1 tile}, {@code 2 tiles}. */
    public static String of(long count, String noun) {
        return count + " " + (count == 1 ? noun : many(noun));
    }

    private static String many(String noun) {
        return noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + 's';
    }
}
