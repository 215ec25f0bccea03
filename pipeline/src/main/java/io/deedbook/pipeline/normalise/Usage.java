// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.record.Action;
import io.deedbook.pipeline.record.Surface;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Whether the tokens and the cost of an event are to be counted. The same request is reported on log events, on spans
 * and in metrics: its record counts it where the others don't, or it would be counted twice.
 */
final class Usage {
    /** Those that send tokens and cost on log events. */
    private static final Set<Surface> ON_LOGS =
            EnumSet.of(Surface.CLAUDE_CODE, Surface.CLAUDE_CODE_DESKTOP, Surface.COWORK, Surface.CLAUDE_DESKTOP);
    /** Agents of others that do: Codex, and Gemini CLI. */
    private static final Set<String> ON_LOGS_BY_SERVICE = Set.of("codex", "gemini-cli");
    /** Repeats what the span of the same request has. */
    private static final String DETAILS = "gen_ai.client.inference.operation.details";

    private Usage() {}

    static boolean counts(Event event, String name, Operation operation, Surface surface) {
        return switch (event.signal()) {
            case LOGS -> !name.equals(DETAILS);
            // the span of an agent's whole run adds up what its requests count
            case TRACES ->
                !ON_LOGS.contains(surface)
                        && Actions.of(event, name, operation) == Action.API_REQUEST
                        && !onLogs(event);
            case METRICS -> false;
        };
    }

    private static boolean onLogs(Event event) {
        var service = event.origin().resource().text("service.name");
        var lowered = service == null ? "" : service.toLowerCase(Locale.ROOT);
        return ON_LOGS_BY_SERVICE.stream().anyMatch(lowered::startsWith);
    }
}
