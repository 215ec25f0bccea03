// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.ContentName;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.RecordField.AnyOf;
import io.deedbook.pipeline.rule.RecordField.Attribute;
import io.deedbook.pipeline.rule.RecordField.Column;
import io.deedbook.pipeline.rule.RecordField.Content;
import io.deedbook.pipeline.rule.RecordField.Member;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a field name in a rule means: a record's JSON name, a virtual field, or the name of an attribute as the clients
 * send it, which works unchanged whether it has a column, is content, or stayed an attribute.
 */
public final class FieldNames {
    /** What rules about processes call the program, of which a record knows the name only. */
    static final String IMAGE = "Image";

    private static final String CONTENT_PREFIX = "content.";
    private static final String ATTRIBUTES_PREFIX = "attributes.";
    private static final int PATH_NAMES_MAX = 8;

    /** What the judgement sets: rules can't ask for it, controls can. */
    private static final Set<Field> JUDGED = Set.of(Field.RISK, Field.RULES);

    /** What is set after the judgement. */
    private static final Set<Field> NOT_YET_KNOWN = Set.of(Field.CONTROLS);

    /** Prefixes of the members of JSON that stands in content. */
    private static final Map<String, String> JSON_CONTENT = Map.of(
            "tool_parameters.", ContentName.TOOL_PARAMETERS,
            "toolParameters.", ContentName.TOOL_PARAMETERS,
            "tool_input.", ContentName.TOOL_INPUT,
            "toolInput.", ContentName.TOOL_INPUT,
            "tool.input.", ContentName.TOOL_INPUT);

    /** Prefixes of what resources tell. */
    private static final List<String> RESOURCE_PREFIXES = List.of("host.", "os.");

    private FieldNames() {}

    /**
     * The field of this name, or null when there is none.
     *
     * @param afterRules whether the rules' own results may be asked for, as in controls
     */
    static @Nullable RecordField resolve(String name, boolean afterRules) {
        var field = Field.named(name);
        if (field != null && !known(field, afterRules)) {
            return null;
        }
        if (name.equals("tags")) {
            return afterRules ? new RecordField.RuleTags() : null;
        }
        if (field != null && !FieldAliases.TABLE.containsKey(name)) {
            return new Column(field);
        }
        if (name.startsWith(ATTRIBUTES_PREFIX)) {
            return name.length() == ATTRIBUTES_PREFIX.length()
                    ? null
                    : new Attribute(name.substring(ATTRIBUTES_PREFIX.length()));
        }
        if (name.startsWith(CONTENT_PREFIX)) {
            return name.length() == CONTENT_PREFIX.length()
                    ? null
                    : new Content(name.substring(CONTENT_PREFIX.length()));
        }
        var alias = FieldAliases.TABLE.get(name);
        return alias != null ? anyOf(alias) : raw(name);
    }

    /** Whether somebody is known to send the field, so that it is no slip of the pen. */
    static boolean isKnown(String name) {
        return FieldAliases.TABLE.containsKey(name)
                || Field.named(name) != null
                || name.equals("tags")
                || name.startsWith(ATTRIBUTES_PREFIX)
                || name.startsWith(CONTENT_PREFIX)
                || ClientAttributes.contains(name)
                || member(name) != null;
    }

    /** The column of this name, under its own name or the one that the clients send, or null when there is none. */
    public static @Nullable Field column(String name) {
        var field = Field.named(name);
        if (field != null) {
            return field;
        }
        var resolved = resolve(name, true);
        return resolved == null ? null : column(resolved);
    }

    /** The column that a field is, or is among others; null when it has none. */
    static @Nullable Field column(RecordField field) {
        if (field instanceof Column column) {
            return column.field();
        }
        if (field instanceof AnyOf anyOf) {
            for (var one : anyOf.fields()) {
                if (one instanceof Column column) {
                    return column.field();
                }
            }
        }
        return null;
    }

    private static boolean known(Field field, boolean afterRules) {
        return !NOT_YET_KNOWN.contains(field) && (afterRules || !JUDGED.contains(field));
    }

    /** An attribute that has no field: those of one word have to be known, because others are slips of the pen. */
    private static @Nullable RecordField raw(String name) {
        var member = member(name);
        if (member != null) {
            return member;
        }
        if (RESOURCE_PREFIXES.stream().anyMatch(name::startsWith)) {
            return new AnyOf(List.of(new Attribute(name), new Content(name), new RecordField.Resource(name)));
        }
        return ClientAttributes.contains(name) || name.indexOf('_') > 0 || name.indexOf('.') > 0
                ? new AnyOf(List.of(new Attribute(name), new Content(name)))
                : null;
    }

    private static @Nullable RecordField member(String name) {
        for (var prefix : JSON_CONTENT.entrySet()) {
            if (name.startsWith(prefix.getKey())
                    && name.length() > prefix.getKey().length()) {
                var path = name.substring(prefix.getKey().length()).split("\\.", PATH_NAMES_MAX);
                return new Member(prefix.getValue(), List.of(path));
            }
        }
        return null;
    }

    private static RecordField anyOf(List<RecordField> fields) {
        return fields.size() == 1 ? fields.get(0) : new AnyOf(fields);
    }
}
