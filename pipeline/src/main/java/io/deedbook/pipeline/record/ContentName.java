// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

/**
 * The names under which known content stands in a record's {@code content}. Content that is known to be content but has
 * no name here keeps the attribute's own name.
 */
public final class ContentName {
    public static final String PROMPT = "prompt";
    /** The client's second copy of the prompt, kept only where it differs from the first. */
    public static final String PROMPT_TEXT = "promptText";

    public static final String RESPONSE = "response";
    public static final String TOOL_PARAMETERS = "toolParameters";
    public static final String TOOL_INPUT = "toolInput";
    public static final String OUTPUT = "output";
    public static final String ERROR = "error";
    public static final String BODY = "body";
    public static final String STATUS_MESSAGE = "statusMessage";

    private ContentName() {}
}
