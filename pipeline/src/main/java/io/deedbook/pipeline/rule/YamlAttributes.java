// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of a map in a rule file, asked for by name and type; whoever asks is told where they are wrong. */
public final class YamlAttributes {
    private static final int TEXT_CHARS_MAX = 65_535;
    private static final int ITEMS_MAX = 256;

    private final Mapping mapping;
    private final Place place;

    YamlAttributes(Mapping mapping, Place place) {
        this.mapping = mapping;
        this.place = place;
    }

    /** The attribute as it stands there, or null. */
    public @Nullable YamlNode get(String name) {
        return mapping.members().get(name);
    }

    /** The line of an attribute, or of the map where it is missing. */
    public int line(String name) {
        var node = get(name);
        return node == null ? mapping.line() : node.line();
    }

    /** The exception that names what is not supported. */
    public RuleException unsupported(String name, String what) {
        return place.unsupported(line(name), what);
    }

    /** The exception that says what is wrong with an attribute. */
    public RuleException refuse(String name, String reason) {
        return place.refuse(line(name), reason);
    }

    /** Notes what the author should know of an attribute. */
    void notice(String name, String text) {
        place.notice(line(name), text);
    }

    /** A text that must be there. */
    public String text(String name) {
        var text = text(name, "");
        if (text.isEmpty()) {
            throw refuse(name, "the attribute '" + name + "' is missing");
        }
        return text;
    }

    /** A text, or {@code otherwise} where it is missing. */
    public String text(String name, String otherwise) {
        var node = get(name);
        if (node == null) {
            return otherwise;
        }
        return scalar(name, node);
    }

    /** A list of texts, empty where it is missing. */
    public List<String> texts(String name) {
        var node = get(name);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof Sequence sequence) || sequence.items().size() > ITEMS_MAX) {
            throw place.refuse(node.line(), "'" + name + "' is not a list of at most " + ITEMS_MAX + " texts");
        }
        var texts = new ArrayList<String>();
        for (var item : sequence.items()) {
            texts.add(scalar(name, item));
        }
        return texts;
    }

    /** The attributes of a map that must be there. */
    public YamlAttributes attributes(String name) {
        return new YamlAttributes(mapping(name), place);
    }

    /** The names of all attributes, in the order of the file. */
    public Set<String> names() {
        return mapping.members().keySet();
    }

    /** A map that must be there. */
    public Mapping mapping(String name) {
        if (get(name) instanceof Mapping member) {
            return member;
        }
        throw refuse(
                name, get(name) == null ? "the attribute '" + name + "' is missing" : "'" + name + "' is not a map");
    }

    private String scalar(String name, YamlNode node) {
        if (!(node instanceof Scalar scalar) || scalar.isNull() || scalar.text().length() > TEXT_CHARS_MAX) {
            throw place.refuse(
                    node.line(), "'" + name + "' is not a text of at most " + TEXT_CHARS_MAX + " characters");
        }
        return scalar.text().strip();
    }
}
