// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.collector.api.RecordParameters;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The filter of the records page as it stands in the address: only known names, without those left empty. */
final class Filters {
    private static final String CURSOR = "cursor";

    private Filters() {}

    /** What the form sent, as the API would take it. */
    static MultiMap parameters(MultiMap sent) {
        var given = MultiMap.caseInsensitiveMultiMap();
        for (var name : RecordParameters.names()) {
            var value = sent.get(name);
            if (value != null && !value.isBlank()) {
                given.set(name, value.strip());
            }
        }
        return given;
    }

    static FilterForm form(MultiMap given) {
        var common = List.of(
                text(given, "text", "Text", "search", "in content, target, attributes"),
                choice(given, "risk", "Risk", RecordParameters.RISKS),
                choice(given, "action", "Action", RecordParameters.ACTIONS),
                text(given, "user", "User", "search", "e-mail address or token"),
                text(given, "from", "From (UTC)", "text", "2026-01-31 or with T08:30"),
                text(given, "to", "To (UTC)", "text", "2026-01-31 or with T17:00"));
        var more = List.of(
                choice(given, "kind", "Kind", RecordParameters.KINDS),
                choice(given, "surface", "Surface", RecordParameters.SURFACES),
                choice(given, "outcome", "Outcome", RecordParameters.OUTCOMES),
                text(given, "session", "Session", "search", ""),
                text(given, "prompt", "Prompt", "search", ""),
                text(given, "team", "Team", "search", ""),
                text(given, "event", "Event", "search", "tool_result"),
                text(given, "tool", "Tool", "search", "Bash"),
                text(given, "connector", "Connector", "search", ""),
                text(given, "model", "Model", "search", ""),
                text(given, "rule", "Rule", "search", ""),
                text(given, "control", "Control", "search", "soc2:CC6.1"),
                text(given, "pii", "Found", "search", "email"));
        var moreOpen = more.stream().anyMatch(field -> !field.value().isEmpty());
        var active = Stream.concat(common.stream(), more.stream())
                .anyMatch(field -> !field.value().isEmpty());
        return new FilterForm(common, more, moreOpen, active);
    }

    /** The address of this filter, with a cursor when there is one. */
    static String href(String path, MultiMap given, Map<String, String> others) {
        var parameters = new LinkedHashMap<String, String>();
        given.forEach(parameters::put);
        parameters.remove(CURSOR);
        parameters.putAll(others);
        return Links.with(path, parameters);
    }

    private static FormField text(MultiMap given, String name, String label, String type, String hint) {
        var value = given.get(name);
        return new FormField(name, label, type, value == null ? "" : value, hint, List.of());
    }

    private static FormField choice(MultiMap given, String name, String label, List<String> values) {
        var chosen = given.contains(name) ? given.get(name) : "";
        var choices = Stream.concat(Stream.of(""), values.stream())
                .map(value ->
                        new Choice(value, value.isEmpty() ? "Any" : RecordViews.label(value), value.equals(chosen)))
                .toList();
        return new FormField(name, label, "", chosen, "", choices);
    }
}
