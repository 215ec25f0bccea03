// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an event ended, from the several ways in which the clients say it. One event, one thread. */
final class Outcomes {
    private static final Set<String> REJECTIONS = Set.of(
            "reject", "rejected", "deny", "denied", "block", "blocked", "abort", "aborted", "cancel", "cancelled");
    /** What is sent only once the thing is done: what fails is another event, or says so. */
    private static final Set<String> SENT_WHEN_DONE = Set.of(
            "api_request",
            "managed_settings_resolved",
            "permission_mode_changed",
            "plugin_installed",
            "plugin_loaded",
            "skill_activated",
            "subagent_completed",
            "approval_mode_switch",
            "gemini_cli.api_response",
            "gemini_cli.approval_mode_switch",
            "gen_ai.client.inference.operation.details");

    private static final Set<String> FAILURES = Set.of("internal_error");
    private static final int ERROR_CODES = 400;
    private static final int SUCCESS_CODES = 200;

    // Mutable state, owned by the normalising thread: what was seen.
    private @Nullable Boolean success;
    private boolean error;
    private boolean broken;
    private @Nullable Boolean status;
    private long statusCode;
    private boolean blocked;
    private boolean failed;
    private boolean done;

    /** Takes in what an attribute tells; whether it told anything. */
    boolean note(Sign sign, Value value) {
        switch (sign) {
            case SUCCESS -> {
                return noteSuccess(value);
            }
            case ERROR -> error |= isError(value);
            case STATUS -> status = status == null ? status(value) : status;
            case STATUS_CODE -> statusCode = Math.max(statusCode, count(value));
            case BLOCKED -> blocked |= count(value) > 0;
            case FAILED -> failed |= count(value) > 0;
            case DONE -> done |= count(value) > 0;
            default -> {}
        }
        return false;
    }

    /** Notes that something happened during a span that ends most. */
    void noteBreak() {
        broken = true;
    }

    /** What the event said of itself, or null. */
    @Nullable
    Boolean success() {
        return success;
    }

    private boolean noteSuccess(Value value) {
        var truth = Reading.truth(value);
        if (success != null || truth == null) {
            return false;
        }
        success = truth;
        return true;
    }

    /** Some senders write false, or nothing, where there was no error. */
    private static boolean isError(Value value) {
        var text = Reading.text(value);
        return text == null ? !(value instanceof Value.Text || value instanceof Value.None) : !text.equals("false");
    }

    private static @Nullable Boolean status(Value value) {
        var text = Reading.text(value);
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "success", "succeeded", "ok", "connected", "complete", "completed" -> Boolean.TRUE;
            case "error", "failed", "failure" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static long count(Value value) {
        var number = Reading.integer(value);
        return number == null ? 0 : number;
    }

    /**
     * The outcome, by the most telling of its signs; a metric point counts many actions and has none.
     *
     * @param decision what was decided about the action, or null
     * @param spanStatus 0 unset, 1 ok, 2 error
     */
    Outcome outcome(Action action, String event, @Nullable String decision, int spanStatus) {
        if (action == Action.METRIC) {
            return Outcome.NONE;
        } else if ((decision != null && REJECTIONS.contains(decision)) || blocked) {
            return Outcome.REJECTED;
        } else if (failure(action, event, spanStatus)) {
            return Outcome.FAILURE;
        }
        return went(event, spanStatus) ? Outcome.SUCCESS : Outcome.NONE;
    }

    private boolean failure(Action action, String event, int spanStatus) {
        return Boolean.FALSE.equals(success)
                || spanStatus == 2
                || error
                || failed
                || action == Action.API_ERROR
                || Boolean.FALSE.equals(status)
                || statusCode >= ERROR_CODES
                || (broken && success == null && spanStatus == 0)
                || FAILURES.contains(event);
    }

    private boolean went(String event, int spanStatus) {
        return success != null
                || spanStatus == 1
                || done
                || Boolean.TRUE.equals(status)
                || statusCode >= SUCCESS_CODES
                || SENT_WHEN_DONE.contains(event);
    }

    /** Whether {@code outcome} tells what {@code success} did. */
    static boolean tells(Outcome outcome, boolean success) {
        return outcome == (success ? Outcome.SUCCESS : Outcome.FAILURE);
    }
}
