// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a control file: what a framework asks for, and which records are evidence for which of it. */
final class ControlParser {
    private static final Pattern FRAMEWORK = Pattern.compile("[a-z0-9_]{1,24}");
    private static final Pattern CONTROL = Pattern.compile("[A-Za-z0-9_.-]{1,39}");
    private static final String UNVERSIONED = "0";
    private static final Placeholders NO_PLACEHOLDERS = new Placeholders(Map.of());
    private static final Expression EVERY_RECORD = new Expression.And(List.of());

    private final Place place;
    private final YamlAttributes attributes;

    /** Which controls, qualified, a record is evidence for when it fits, and why. */
    record Mapped(Expression when, List<String> controls, String reason) {}

    ControlParser(Place place, Mapping document) {
        this.place = place;
        attributes = new YamlAttributes(document, place);
    }

    /** What the framework asks for. */
    Framework framework() {
        var id = attributes.text("framework");
        if (!FRAMEWORK.matcher(id).matches()) {
            throw attributes.refuse("framework", "the framework is not 1 to 24 of a-z, 0-9 and _");
        }
        var controls = new TreeMap<String, String>();
        for (var member : attributes.mapping("controls").members().entrySet()) {
            var name = member.getKey();
            if (!CONTROL.matcher(name).matches() || name.length() + 1 + id.length() > Field.CONTROLS.charsMax()) {
                throw place.refuse(member.getValue().line(), "'" + name + "' is not the name of a control");
            }
            if (!(member.getValue() instanceof Scalar title) || title.isNull()) {
                throw place.refuse(member.getValue().line(), "'" + name + "' has no text");
            }
            controls.put(name, title.text().strip());
        }
        return new Framework(
                id,
                attributes.text("title"),
                attributes.text("source"),
                attributes.text("version", UNVERSIONED),
                controls,
                entries().stream().map(this::mapping).toList());
    }

    private List<Mapping> entries() {
        if (!(attributes.get("maps") instanceof Sequence sequence)) {
            throw attributes.refuse("maps", "'maps' is not a list");
        }
        var entries = new ArrayList<Mapping>();
        for (var item : sequence.items()) {
            if (!(item instanceof Mapping mapping)) {
                throw place.refuse(item.line(), "an entry of 'maps' is not a map");
            }
            entries.add(mapping);
        }
        return entries;
    }

    private Framework.Mapping mapping(Mapping mapping) {
        var entry = new YamlAttributes(mapping, place);
        var when = entry.get("when");
        return new Framework.Mapping(
                when == null ? "every record" : SelectionSummary.of(when),
                entry.texts("controls"),
                entry.text("reason"));
    }

    /** Which records are evidence. */
    List<Mapped> maps(Framework framework, Slots slots) {
        var maps = new ArrayList<Mapped>();
        for (var entry : entries()) {
            maps.add(map(entry, framework, slots));
        }
        return maps;
    }

    private Mapped map(Mapping mapping, Framework framework, Slots slots) {
        for (var key : mapping.members().keySet()) {
            if (!List.of("when", "controls", "reason").contains(key)) {
                throw place.refuse(mapping.line(), "'" + key + "' is not one of when, controls, reason");
            }
        }
        var entry = new YamlAttributes(mapping, place);
        var controls = new ArrayList<String>();
        for (var name : entry.texts("controls")) {
            if (!framework.controls().containsKey(name)) {
                throw entry.refuse("controls", "'" + name + "' is not among the controls of this file");
            }
            controls.add(framework.qualified(name));
        }
        if (controls.isEmpty()) {
            throw entry.refuse("controls", "the attribute 'controls' is missing");
        }
        var when = entry.get("when");
        return new Mapped(
                when == null ? EVERY_RECORD : expression(when, slots), List.copyOf(controls), entry.text("reason"));
    }

    private Expression expression(YamlNode when, Slots slots) {
        if (when instanceof Scalar) {
            throw place.refuse(when.line(), "'when' is not a map of fields or a list of such");
        }
        return new SelectionParser(slots, NO_PLACEHOLDERS, Set.of(), place).parse(when);
    }
}
