// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import io.deedbook.pipeline.rule.YamlNode;
import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One map of a policy's text, asked for its members by name and type. What is wrong is noted and something harmless
 * returned, so that one reading finds every error. For one thread.
 */
final class PolicyNode {
    private static final int TEXT_CHARS_MAX = 8_192;
    private static final int ITEMS_MAX = 1_024;

    private final Map<String, YamlNode> members;
    private final int line;
    private final String path;
    private final List<PolicyError> errors;

    PolicyNode(Mapping mapping, List<PolicyError> errors) {
        this(mapping.members(), mapping.line(), "", errors);
    }

    private PolicyNode(Map<String, YamlNode> members, int line, String path, List<PolicyError> errors) {
        this.members = members;
        this.line = line;
        this.path = path;
        this.errors = errors;
    }

    /** Notes every member that is not one of these. */
    void allow(String... names) {
        var known = new TreeSet<>(Set.of(names));
        members.forEach((name, node) -> {
            if (!known.contains(name)) {
                errors.add(new PolicyError(
                        node.line(),
                        at(name),
                        "there is no such member (expected: " + known + ")" + nearest(name, known)));
            }
        });
    }

    /** Notes an error of a member, or of the map itself where it has no such member. */
    void refuse(String name, String reason) {
        var node = members.get(name);
        errors.add(new PolicyError(node == null ? line : node.line(), at(name), reason));
    }

    /** The map of this name, empty where it is missing. */
    PolicyNode map(String name) {
        var node = members.get(name);
        if (isAbsent(node)) {
            return new PolicyNode(Map.of(), line, at(name), errors);
        }
        if (node instanceof Mapping mapping) {
            return new PolicyNode(mapping.members(), mapping.line(), at(name), errors);
        }
        refuse(name, "it is not a map");
        return new PolicyNode(Map.of(), line, at(name), errors);
    }

    /** The maps of a list, empty where it is missing. */
    List<PolicyNode> maps(String name) {
        var maps = new ArrayList<PolicyNode>();
        var position = 0;
        for (var item : items(name)) {
            var at = at(name) + '[' + position++ + ']';
            if (item instanceof Mapping mapping) {
                maps.add(new PolicyNode(mapping.members(), mapping.line(), at, errors));
            } else {
                errors.add(new PolicyError(item.line(), at, "it is not a map"));
            }
        }
        return maps;
    }

    /** A text, or {@code otherwise} where it is missing. */
    String text(String name, String otherwise) {
        var node = members.get(name);
        if (isAbsent(node)) {
            return otherwise;
        }
        var text = text(node);
        if (text == null) {
            refuse(name, "it is not a text of at most " + TEXT_CHARS_MAX + " characters");
            return otherwise;
        }
        return text;
    }

    /** Text of any length that the whole policy may have, with the line of its node. */
    Map<String, String> longTexts(String name) {
        var texts = new LinkedHashMap<String, String>();
        map(name).members.forEach((key, node) -> {
            if (node instanceof Scalar scalar) {
                texts.put(key, scalar.text());
            } else {
                errors.add(new PolicyError(node.line(), at(name) + '.' + key, "it is not a text"));
            }
        });
        return texts;
    }

    /** A truth value, or {@code otherwise} where it is missing. */
    boolean truth(String name, boolean otherwise) {
        var node = members.get(name);
        if (isAbsent(node)) {
            return otherwise;
        }
        if (node instanceof Scalar scalar && scalar.isBoolean()) {
            return scalar.text().equalsIgnoreCase("true");
        }
        refuse(name, "it is neither true nor false");
        return otherwise;
    }

    /** A list of texts, empty where it is missing. */
    List<String> texts(String name) {
        return texts(at(name), items(name));
    }

    /** Names with the texts listed under each. */
    Map<String, List<String>> textLists(String name) {
        var lists = new LinkedHashMap<String, List<String>>();
        var map = map(name);
        map.members.keySet().forEach(key -> lists.put(key, map.texts(key)));
        return lists;
    }

    /** Names with one text each. */
    Map<String, String> textMap(String name) {
        var texts = new LinkedHashMap<String, String>();
        var map = map(name);
        map.members.keySet().forEach(key -> texts.put(key, map.text(key, "")));
        return texts;
    }

    /** Notes where the texts of a list or the names of a map stand, by its path and the text with a blank between. */
    void places(String name, Map<String, PolicyError.Place> places) {
        var node = members.get(name);
        if (node instanceof Mapping mapping) {
            mapping.members()
                    .forEach((key, member) -> places.put(
                            at(name) + ' ' + key, new PolicyError.Place(member.line(), at(name) + '.' + key)));
        } else if (node instanceof Sequence sequence) {
            var position = 0;
            for (var item : sequence.items()) {
                var place = new PolicyError.Place(item.line(), at(name) + '[' + position++ + ']');
                var text = text(item);
                if (text != null) {
                    places.put(at(name) + ' ' + text, place);
                }
            }
        }
    }

    /** A value of a closed list, or {@code otherwise} where it is missing or unknown. */
    <T> T oneOf(String name, List<T> values, Function<T, String> wireName, T otherwise) {
        var text = text(name, wireName.apply(otherwise));
        for (var value : values) {
            if (wireName.apply(value).equals(text)) {
                return value;
            }
        }
        var names = values.stream().map(wireName).toList();
        refuse(name, "it is not one of " + String.join(", ", names) + nearest(text, names));
        return otherwise;
    }

    private static String nearest(String typed, Collection<String> names) {
        return Nearest.to(typed, names).map(name -> " (nearest: " + name + ")").orElse("");
    }

    boolean has(String name) {
        return !isAbsent(members.get(name));
    }

    private List<YamlNode> items(String name) {
        var node = members.get(name);
        if (isAbsent(node)) {
            return List.of();
        }
        if (node instanceof Sequence sequence && sequence.items().size() <= ITEMS_MAX) {
            return sequence.items();
        }
        refuse(name, "it is not a list of at most " + ITEMS_MAX + " entries");
        return List.of();
    }

    private List<String> texts(String at, List<YamlNode> items) {
        var texts = new ArrayList<String>(items.size());
        for (var item : items) {
            var text = text(item);
            if (text == null) {
                errors.add(new PolicyError(item.line(), at + '[' + texts.size() + ']', "it is not a text"));
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    private static @Nullable String text(@Nullable YamlNode node) {
        return node instanceof Scalar scalar
                        && !scalar.isNull()
                        && scalar.text().length() <= TEXT_CHARS_MAX
                ? scalar.text()
                : null;
    }

    private static boolean isAbsent(@Nullable YamlNode node) {
        return node == null || (node instanceof Scalar scalar && scalar.isNull());
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }
}
