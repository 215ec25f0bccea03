// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Origin;
import io.deedbook.pipeline.event.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The examples of {@code events.txt}, whose first lines tell its format. */
final class ExampleEvents {
    /**
     * One event with all that it may carry.
     *
     * @param heading the section it stands in
     * @param variants how it may differ; the event as it stands when there are none
     */
    record Example(String heading, String signal, String name, List<Variant> variants) {
        @Override
        public String toString() {
            return signal + ' ' + name;
        }
    }

    /** The event with one more attribute. */
    record Variant(String label, Event event) {}

    private record Line(String name, Value value) {}

    private final String heading;
    private final String signal;
    private final String service;
    private final String name;
    // Mutable state, owned by the reading test.
    private final List<Line> attributes = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final List<Event.Occurrence> occurrences = new ArrayList<>();
    private final Attributes.Builder none = Attributes.builder(0);
    private Attributes.Builder happened = none;
    private double value;
    private String unit = "";

    private ExampleEvents(String heading, String signal, String service, String name) {
        this.heading = heading;
        this.signal = signal;
        this.service = service;
        this.name = name;
    }

    /** All examples, in order. */
    static List<Example> all() {
        var examples = new ArrayList<Example>();
        var heading = "";
        ExampleEvents open = null;
        for (var line : lines()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            } else if (line.startsWith(" ")) {
                open.read(line);
                continue;
            } else if (open != null) {
                examples.add(open.example());
                open = null;
            }
            if (line.startsWith("== ")) {
                heading = line.substring(3);
            } else {
                var words = line.split(" ", 3);
                open = new ExampleEvents(heading, words[0], words[1], words[2]);
            }
        }
        examples.add(open.example());
        return examples;
    }

    private static List<String> lines() {
        try (var in = ExampleEvents.class.getResourceAsStream("events.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        var text = line.strip();
        if (text.startsWith("? ")) {
            differences.add(text.substring(2));
        } else if (text.startsWith("! ")) {
            closeOccurrence();
            happened = Attributes.builder(4);
            occurrences.add(new Event.Occurrence(text.substring(2), Events.OCCURRED, Attributes.EMPTY));
        } else if (text.startsWith("value ")) {
            var words = text.split(" ", 3);
            value = Double.parseDouble(words[1]);
            unit = words.length == 3 ? words[2] : "";
        } else if (line.startsWith("    ")) {
            var attribute = attribute(text);
            happened.add(attribute.name(), attribute.value());
        } else {
            attributes.add(attribute(text));
        }
    }

    private void closeOccurrence() {
        if (!occurrences.isEmpty() && happened != none) {
            var last = occurrences.remove(occurrences.size() - 1);
            occurrences.add(new Event.Occurrence(last.name(), last.timeUnixNanos(), happened.build()));
        }
        happened = none;
    }

    private static Line attribute(String text) {
        var words = text.split(" ", 3);
        return new Line(
                words[0],
                switch (words[1]) {
                    case "s" -> new Value.Text(words[2]);
                    case "i" -> new Value.Int(Long.parseLong(words[2]));
                    case "d" -> new Value.Decimal(Double.parseDouble(words[2]));
                    case "b" -> new Value.Bool(Boolean.parseBoolean(words[2]));
                    case "a" -> Events.value(List.of(words[2].split(",")));
                    default -> throw new IllegalArgumentException(text);
                });
    }

    private Example example() {
        closeOccurrence();
        var variants = new ArrayList<Variant>();
        for (var difference : differences) {
            if (difference.startsWith("spanStatus ")) {
                variants.add(new Variant(difference, event(List.of(), Integer.parseInt(difference.substring(11)))));
            } else {
                var more = attribute(difference);
                var told =
                        more.value() instanceof Value.Text text && text.text().indexOf(' ') >= 0
                                ? more.name()
                                : more.name() + '=' + Reading.text(more.value());
                variants.add(new Variant(told, event(List.of(more), 0)));
            }
        }
        if (variants.isEmpty()) {
            variants.add(new Variant("", event(List.of(), 0)));
        }
        return new Example(heading, signal, name, variants);
    }

    private Event event(List<Line> more, int status) {
        var all = Attributes.builder(attributes.size() + more.size());
        attributes.stream()
                .filter(line -> more.stream().noneMatch(other -> other.name().equals(line.name())))
                .forEach(line -> all.add(line.name(), line.value()));
        more.forEach(line -> all.add(line.name(), line.value()));
        var origin = new Origin(Events.attributes("service.name", service), "", "", Attributes.EMPTY);
        return switch (signal) {
            case "log" ->
                log(origin, all.add(EventName.KEY, new Value.Text(name)).build());
            case "span" -> span(origin, all.build(), status);
            case "metric" -> point(origin, all.build());
            default -> throw new IllegalArgumentException(signal);
        };
    }

    private Event log(Origin origin, Attributes all) {
        var body = service.equals("claude-code") ? new Value.Text("claude_code." + name) : Value.NONE;
        return new Event.Log(origin, all, Events.OCCURRED, Events.OCCURRED, "", 0, "", body, "", "", 0);
    }

    private Event span(Origin origin, Attributes all, int status) {
        return new Event.Span(
                origin,
                all,
                name,
                1,
                Events.OCCURRED,
                Events.OCCURRED + 1_500_000_000L,
                Events.TRACE,
                Events.SPAN,
                "",
                "",
                status,
                "",
                occurrences,
                List.of(),
                0);
    }

    private Event point(Origin origin, Attributes all) {
        return new Event.MetricPoint(
                origin,
                all,
                name,
                "",
                unit,
                "sum",
                true,
                1,
                Events.OCCURRED - 1,
                Events.OCCURRED,
                new Value.Decimal(value),
                Value.NONE);
    }
}
