// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import java.util.List;

/**
 * An activity of the Compliance API that was forwarded as a log record: an object with a {@code type}, an {@code actor}
 * and an organisation as the body. Who it was and what it is called are told as attributes; the body stays content.
 *
 * <p>Source: the Activity Feed of the Compliance API, {@code GET /v1/compliance/activities}.
 */
final class ComplianceActivity {
    private static final String SERVICE = "compliance-api";
    private static final String ACTOR = "actor";
    private static final List<String> OF_ACTOR = List.of("email_address", "user_id");
    private static final List<String> OF_ACTIVITY = List.of("organization_uuid", "organization_id");

    private ComplianceActivity() {}

    /** The log with its body's names among its attributes, or the log itself when it is nothing of the kind. */
    static Event.Log opened(Event.Log log) {
        if (!(log.body() instanceof Value.Fields body)
                || !SERVICE.equals(log.origin().resource().text("service.name"))) {
            return log;
        }
        var attributes = Attributes.builder(log.attributes().count() + 4);
        for (var position = 0; position < log.attributes().count(); position++) {
            attributes.add(log.attributes().key(position), log.attributes().value(position));
        }
        add(attributes, "", body.fields(), OF_ACTIVITY);
        if (body.fields().get(ACTOR) instanceof Value.Fields actor) {
            add(attributes, ACTOR + '.', actor.fields(), OF_ACTOR);
        }
        var type = body.fields().text("type");
        return new Event.Log(
                log.origin(),
                attributes.build(),
                log.timeUnixNanos(),
                log.observedTimeUnixNanos(),
                log.eventName().isEmpty() && type != null ? type : log.eventName(),
                log.severityNumber(),
                log.severityText(),
                log.body(),
                log.traceId(),
                log.spanId(),
                log.droppedAttributesCount());
    }

    private static void add(Attributes.Builder attributes, String prefix, Attributes from, List<String> names) {
        for (var name : names) {
            var text = from.text(name);
            if (text != null) {
                attributes.add(prefix + name, new Value.Text(text));
            }
        }
    }
}
