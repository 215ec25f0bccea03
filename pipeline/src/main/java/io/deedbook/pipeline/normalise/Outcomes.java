// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an event ended, from the several ways in which the clients say it. */
final class Outcomes {
    private static final Set<String> SUCCESS =
            Set.of("success", "tool.success", "compaction.success", "file.upload.success");
    private static final Set<String> ERROR = Set.of(
            "error",
            "error_type",
            "error.type",
            "error_class",
            "error_code",
            "error.name",
            "tool.error_type",
            "error_name");
    private static final Set<String> REJECTIONS = Set.of("reject", "rejected", "deny", "denied", "block", "blocked");

    private Outcomes() {}

    /** Whether the attribute {@code key} says if it went well. */
    static boolean saysSuccess(String key) {
        return SUCCESS.contains(key);
    }

    /** Whether there is an attribute {@code key} only where something went wrong. */
    static boolean saysError(String key) {
        return ERROR.contains(key);
    }

    /** Whether the value of such an attribute names an error: some senders write false, or nothing. */
    static boolean isError(Value value) {
        var text = Reading.text(value);
        return text == null ? !(value instanceof Value.Text || value instanceof Value.None) : !text.equals("false");
    }

    /** Whether {@code outcome} tells what {@code success} did. */
    static boolean tells(Outcome outcome, boolean success) {
        return outcome == (success ? Outcome.SUCCESS : Outcome.FAILURE);
    }

    /**
     * The outcome, by the most telling of its signs; a metric point counts many actions and has none.
     *
     * @param decision what was decided about the action, or null
     * @param success what the event says of itself, or null
     * @param error whether it names an error
     * @param connection the status of an MCP connection, or null
     * @param statusCode of a span: 0 unset, 1 ok, 2 error
     */
    static Outcome of(
            Action action,
            @Nullable String decision,
            @Nullable Boolean success,
            boolean error,
            @Nullable String connection,
            int statusCode) {
        if (action == Action.METRIC) {
            return Outcome.NONE;
        } else if (decision != null && REJECTIONS.contains(decision)) {
            return Outcome.REJECTED;
        } else if (Boolean.FALSE.equals(success) || statusCode == 2 || error || action == Action.API_ERROR) {
            return Outcome.FAILURE;
        } else if (action == Action.MCP_CONNECTION && connection != null) {
            return switch (connection) {
                case "failed" -> Outcome.FAILURE;
                case "connected" -> Outcome.SUCCESS;
                default -> Outcome.NONE;
            };
        }
        return success != null || statusCode == 1 ? Outcome.SUCCESS : Outcome.NONE;
    }
}
