// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

/**
 * How the records of one session are asked for, beside {@code log_id = …}: by the hash that is in the index
 * {@code record_by_session}, and by the id itself, since two sessions can have one hash. The id is compared by the
 * function behind {@code =}: with the operator the planner takes both for independent of each other, expects next to no
 * records, and may sort a whole session for the first page of it instead of reading the index in its order.
 *
 * <p>The index has the records of sessions alone. Both conditions are null without an id, which tells the planner that
 * it may be used; a question that says nothing of sessions can't use it, whatever statistics there are.
 */
public final class SessionCondition {
    private SessionCondition() {}

    /**
     * The condition.
     *
     * @param session SQL of the session's id: a parameter or a column of type text, never a value
     */
    public static String of(String session) {
        return "hashtextextended(session_id, 0) = hashtextextended(" + session + ", 0) and texteq(session_id, "
                + session + ")";
    }
}
