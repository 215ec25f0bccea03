// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes becomes one record, and no text of it is lost. */
final class NormaliserProperties {
    @Property(tries = 600)
    void normalise_losesNoTextOfAnyEvent(@ForAll("events") Event event) {
        var draft = Normaliser.normalise(event, Events.RECEIVED);

        assertThat(draft.occurredUnixNanos()).isPositive();
        assertThat(draft.text(Field.SURFACE)).isNotNull();
        assertThat(draft.text(Field.ACTION)).isNotNull();
        assertThat(draft.text(Field.OUTCOME)).isNotNull();
        assertThat(draft.text(Field.EVENT)).hasSizeLessThanOrEqualTo(128).doesNotContain("@");
        var kept = kept(draft);
        assertThat(texts(event))
                .allSatisfy(text -> assertThat(kept.stream().anyMatch(place -> place.contains(text)))
                        .isTrue());
    }

    @Property(tries = 200)
    void normalise_isTheSameEveryTime(@ForAll("events") Event event) {
        var first = Normaliser.normalise(event, Events.RECEIVED);
        var second = Normaliser.normalise(event, Events.RECEIVED);

        assertThat(second.copyValues()).isEqualTo(first.copyValues());
        assertThat(second.content()).isEqualTo(first.content());
        assertThat(json(second.attributes())).isEqualTo(json(first.attributes()));
    }

    @Provide
    Arbitrary<Event> events() {
        return ArbitraryEvents.events();
    }

    /** Every text that the record has, as JSON writes it. */
    private static Set<String> kept(RecordDraft draft) {
        var kept = draft.content().values().stream()
                .map(NormaliserProperties::quoted)
                .collect(Collectors.toSet());
        // content that was no text is JSON already
        kept.addAll(draft.content().values());
        kept.add(json(draft.attributes()));
        for (var value : draft.copyValues()) {
            if (value instanceof String text) {
                kept.add(quoted(text));
                kept.add(quoted("claude_code." + text));
                kept.add(quoted("cowork." + text));
            } else if (value instanceof Long number) {
                kept.add(number.toString());
            } else if (value instanceof List<?> list) {
                list.forEach(entry -> kept.add(quoted((String) entry)));
            }
        }
        // success became the outcome
        kept.add("success".equals(draft.text(Field.OUTCOME)) ? "true" : "false");
        kept.add(Instant.ofEpochMilli(draft.occurredUnixNanos() / 1_000_000).toString());
        return kept;
    }

    private static Set<String> texts(Event event) {
        var all = Attributes.builder(8)
                .add("attributes", new Value.Fields(event.attributes()))
                .add("resource", new Value.Fields(event.origin().resource()))
                .add("scope", new Value.Fields(event.origin().scopeAttributes()))
                .add("scopeName", new Value.Text(event.origin().scopeName()));
        if (event instanceof Event.Log log) {
            all.add("body", log.body());
            all.add("name", new Value.Text(log.eventName()));
            all.add("severity", new Value.Text(log.severityText()));
            all.add("trace", new Value.Text(log.traceId()));
        } else if (event instanceof Event.Span span) {
            all.add("name", new Value.Text(span.name()));
            all.add("status", new Value.Text(span.statusMessage()));
            span.occurrences().forEach(occurrence -> {
                all.add("occurrence", new Value.Text(occurrence.name()));
                all.add("occurred", new Value.Fields(occurrence.attributes()));
            });
            span.links().forEach(link -> all.add("link", new Value.Fields(link.attributes())));
        } else if (event instanceof Event.MetricPoint point) {
            all.add("name", new Value.Text(point.name()));
            all.add("unit", new Value.Text(point.unit()));
            all.add("value", point.value());
            all.add("exemplars", point.exemplars());
        }
        return ArbitraryEvents.texts(new Value.Fields(all.build()))
                .map(NormaliserProperties::quoted)
                .collect(Collectors.toSet());
    }

    private static String quoted(String text) {
        var json = new CanonicalJson(text.length() + 2).string(text).toString();
        return json.substring(1, json.length() - 1);
    }

    private static String json(Attributes attributes) {
        return new CanonicalJson(512).attributes(attributes).toString();
    }
}
