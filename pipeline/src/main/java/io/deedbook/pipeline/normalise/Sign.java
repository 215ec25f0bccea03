// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

/** What the value of an attribute tells of an event, apart from the field that it may fill. */
enum Sign {
    NONE,
    /** Repeats the event's name. */
    NAME,
    /** Repeats the event's time. */
    TIME,
    /** Whether it went well, in words or as a truth. */
    SUCCESS,
    /** Stands only where something went wrong. */
    ERROR,
    /** A word for how it ended: {@code connected}, {@code failed}, {@code success}. */
    STATUS,
    /** The code of an HTTP answer. */
    STATUS_CODE,
    /** How many hooks said no. */
    BLOCKED,
    /** How many parts failed. */
    FAILED,
    /** How many parts went well. */
    DONE,
    /** True where the client cut something. */
    CUT,
    /** A text that its sender cuts at a number of characters, without a mark. */
    LIMITED,
    /** JSON that the client cuts inside. */
    CUT_JSON,
    /** The full length of a content, which may be longer than what came. */
    LENGTH,
    /** The mode that a change left. */
    FROM_MODE
}
