// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

/**
 * Where a field of a record is committed to: in the clear in the leaf, or in one of the erasable parts, of which the
 * leaf holds a salted commitment only. Declared in the order of their names, in which the leaf lists them.
 */
public enum Part {
    /** The leaf itself: neither personal nor content, never erased. */
    LEAF("leaf"),
    /** Who: user, account, organisation, team, session, workspace. */
    ACTOR("actor"),
    /** Everything else that came. */
    ATTRIBUTES("attributes"),
    /** What was said and done: prompt, response, tool input and output, target, error. */
    CONTENT("content"),
    /** Which tool, model, decision, ids of the thread, tokens and cost. */
    FACTS("facts");

    private final String wireName;

    Part(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the leaf's {@code parts} and in the commitment. */
    public String wireName() {
        return wireName;
    }
}
