// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.fixtures.Fixture;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Events for the tests: from the fixtures, and built by hand where no client of ours could be captured. */
final class Events {
    /** When the server received them. */
    static final long RECEIVED = 1_795_235_999_000_000_000L;
    /** When they happened. */
    static final long OCCURRED = 1_795_235_681_538_000_000L;

    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    static final String SPAN = "b7ad6b7169203331";

    private Events() {}

    /** The drafts of the fixtures of one scenario. */
    static Stream<RecordDraft> drafts(String scenario) {
        return Fixture.of(scenario).stream()
                .flatMap(fixture -> fixture.events().stream())
                .map(event -> Normaliser.normalise(event, RECEIVED));
    }

    /** The first draft of a scenario of this signal and name. */
    static RecordDraft draft(String scenario, String signal, String name) {
        return draft(scenario, signal, name, draft -> true);
    }

    /** The first draft of a scenario of this signal and name that the filter takes. */
    static RecordDraft draft(String scenario, String signal, String name, Predicate<RecordDraft> filter) {
        return drafts(scenario)
                .filter(draft -> signal.equals(draft.text(Field.SIGNAL)) && name.equals(draft.text(Field.EVENT)))
                .filter(filter)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + signal + ' ' + name + " in " + scenario));
    }

    /** A log record of this body with these attributes: key, value, key, value… */
    static Event.Log log(String body, Object... attributes) {
        return new Event.Log(
                Origin.UNKNOWN,
                attributes(attributes),
                OCCURRED,
                OCCURRED,
                "",
                0,
                "",
                body.isEmpty() ? Value.NONE : new Value.Text(body),
                "",
                "",
                0);
    }

    /** A span of 1.5 seconds of this service. */
    static Event.Span span(String service, String name, Object... attributes) {
        return ended(service, name, 0, List.of(), attributes);
    }

    /** A span that ended with this status and had these occurrences. */
    static Event.Span ended(
            String service, String name, int status, List<Event.Occurrence> occurrences, Object... attributes) {
        return new Event.Span(
                new Origin(attributes("service.name", service, "service.version", "1.0.0"), "", "", Attributes.EMPTY),
                attributes(attributes),
                name,
                1,
                OCCURRED,
                OCCURRED + 1_500_000_000L,
                TRACE,
                SPAN,
                "",
                "",
                status,
                "",
                occurrences,
                List.of(),
                0);
    }

    static Attributes attributes(Object... pairs) {
        var attributes = Attributes.builder(pairs.length / 2);
        for (var at = 0; at < pairs.length; at += 2) {
            attributes.add((String) pairs[at], value(pairs[at + 1]));
        }
        return attributes.build();
    }

    static Value value(Object value) {
        if (value instanceof String text) {
            return new Value.Text(text);
        } else if (value instanceof Integer number) {
            return new Value.Int(number);
        } else if (value instanceof Long number) {
            return new Value.Int(number);
        } else if (value instanceof Double number) {
            return new Value.Decimal(number);
        } else if (value instanceof Boolean truth) {
            return new Value.Bool(truth);
        } else if (value instanceof List<?> items) {
            return new Value.Items(items.stream().map(Events::value).toList());
        }
        return (Value) value;
    }

    static RecordDraft normalised(Event event) {
        return Normaliser.normalise(event, RECEIVED);
    }
}
