// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

/**
 * How records of several logs are found by their indexes, of which each log has a part of one list. A clause that follows
 * rows named {@code f} with {@code log_id}, and {@code first} and {@code last} as places in the list, from 1 and inclusive.
 */
enum RecordsByIndex {
    /**
     * In one walk through the index of each month. The order and the limit are what that index gives; a plan of a time when
     * a month was never analysed compares all its records otherwise.
     */
    IN_ONE_WALK {
        @Override
        String clause(String columns, String list, String conditions) {
            return " cross join lateral (select " + columns + " from record where log_id = f.log_id and idx = any("
                    + list + "[f.first:f.last])" + conditions + " order by idx limit f.last - f.first + 1) as r";
        }
    },

    /** Each by itself, in each month. The limit is for the plan, as above. */
    ONE_BY_ONE {
        @Override
        String clause(String columns, String list, String conditions) {
            return " cross join lateral unnest(" + list + "[f.first:f.last]) as i (at) cross join lateral (select "
                    + columns + " from record where log_id = f.log_id and idx = i.at" + conditions + " limit 1) as r";
        }
    };

    /** Servers before that take no list as part of an ordered walk, and compare all records of the log with it. */
    private static final int WALKS_SINCE = 17;

    /** What suits a server. */
    static RecordsByIndex of(int majorVersion) {
        return majorVersion < WALKS_SINCE ? ONE_BY_ONE : IN_ONE_WALK;
    }

    /**
     * The clause that gives rows named {@code r}.
     *
     * @param list an expression of type {@code bigint[]} that a subscript may follow
     * @param conditions more of them, each with {@code and} in front
     */
    abstract String clause(String columns, String list, String conditions);
}
