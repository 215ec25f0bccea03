// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the documents of a rule file from the parser's events. No objects are made and no anchors followed, so a file
 * can neither load classes nor blow up; size, depth and number of nodes are bounded.
 */
public final class YamlReader {
    private static final int DEPTH_MAX = 16;
    private static final int NODES_MAX = 20_000;

    private final RuleSource source;
    private final Iterator<Event> events;
    private int nodesCount;

    private YamlReader(RuleSource source) {
        this.source = source;
        var settings = LoadSettings.builder()
                .setLabel(source.name())
                .setCodePointLimit(RuleSource.CHARS_MAX)
                .setMaxAliasesForCollections(0)
                .build();
        events = new Parse(settings).parseString(source.text()).iterator();
    }

    /**
     * The documents of the file, at least one.
     *
     * @throws RuleException when it is no YAML of the kind that is read
     */
    public static List<Mapping> read(RuleSource source) {
        try {
            return new YamlReader(source).documents();
        } catch (MarkedYamlEngineException e) {
            throw refusal(source, e.getProblemMark().map(Mark::getLine).orElse(-1) + 1, e.getProblem());
        } catch (YamlEngineException e) {
            throw refusal(source, 0, String.valueOf(e.getMessage()));
        }
    }

    private static RuleException refusal(RuleSource source, int line, String problem) {
        return new RuleException(source.name(), line, "", "not YAML: " + problem);
    }

    private List<Mapping> documents() {
        var documents = new ArrayList<Mapping>();
        while (events.hasNext()) {
            var event = events.next();
            if (event.getEventId() != Event.ID.DocumentStart) {
                continue;
            }
            var node = node(events.next(), 0);
            if (!(node instanceof Mapping mapping)) {
                throw refuse(node.line(), "a document is not a map of attributes");
            }
            documents.add(mapping);
        }
        if (documents.isEmpty()) {
            throw refuse(0, "the file is empty");
        }
        return documents;
    }

    private YamlNode node(Event event, int depth) {
        var line = line(event);
        if (event.getEventId() == Event.ID.Alias
                || ((NodeEvent) event).getAnchor().isPresent()) {
            throw refuse(line, "anchors and aliases are not supported");
        }
        if (depth > DEPTH_MAX) {
            throw refuse(line, "nested deeper than " + DEPTH_MAX);
        }
        if (++nodesCount > NODES_MAX) {
            throw refuse(line, "more than " + NODES_MAX + " nodes");
        }
        return switch (event.getEventId()) {
            case SequenceStart -> sequence(line, depth);
            case MappingStart -> mapping(line, depth);
            default -> scalar((ScalarEvent) event, line);
        };
    }

    private Scalar scalar(ScalarEvent event, int line) {
        if (event.getTag().isPresent()) {
            throw refuse(line, "YAML tags are not supported");
        }
        return new Scalar(event.getValue(), event.isPlain(), line);
    }

    private Sequence sequence(int line, int depth) {
        var items = new ArrayList<YamlNode>();
        for (var event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new Sequence(List.copyOf(items), line);
    }

    private Mapping mapping(int line, int depth) {
        var members = new LinkedHashMap<String, YamlNode>();
        for (var event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(node(event, depth + 1) instanceof Scalar key)) {
                throw refuse(line(event), "a key is not a string");
            }
            if (members.put(key.text(), node(events.next(), depth + 1)) != null) {
                throw refuse(key.line(), "the key '" + key.text() + "' stands twice");
            }
        }
        return new Mapping(Collections.unmodifiableMap(members), line);
    }

    private RuleException refuse(int line, String reason) {
        return new RuleException(source.name(), line, "", reason);
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
