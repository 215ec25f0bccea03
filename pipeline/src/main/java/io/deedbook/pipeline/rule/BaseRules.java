// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.rule.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rules that are only there for a correlation to refer to. Records don't carry their names: they are evaluated on
 * stored records, and so may ask for the judgement, but for columns only. Immutable and thread-safe.
 */
public final class BaseRules {
    private final List<Rule> rules;
    private final Set<Field> columns;
    private final RuleIndex index;
    private final RecordField[] fields;

    private BaseRules(List<RuleParser.Compiled> compiled, Set<Field> columns, RecordField[] fields) {
        rules = compiled.stream().map(RuleParser.Compiled::rule).toList();
        this.columns = Collections.unmodifiableSet(columns);
        index = RuleIndex.of(
                compiled.stream().map(RuleParser.Compiled::expression).toList());
        this.fields = fields;
    }

    /** Compiles them one after another. Used by one thread. */
    static final class Builder {
        private final Map<String, Framework> frameworks;
        private final Placeholders placeholders;
        private final Slots slots = new Slots().afterRules();
        private final EnumSet<Field> columns = EnumSet.noneOf(Field.class);
        private final List<RuleParser.Compiled> compiled = new ArrayList<>();

        Builder(Map<String, Framework> frameworks, Placeholders placeholders) {
            this.frameworks = frameworks;
            this.placeholders = placeholders;
        }

        /** Compiles the rule of one document, and says what people see of it. */
        Rule add(Mapping document, Place place) {
            var own = new Slots().afterRules();
            var rule = new RuleParser(frameworks, own, placeholders)
                    .parse(document, place)
                    .rule();
            for (var field : own.fields()) {
                columns.add(column(field, document, place));
            }
            compiled.add(new RuleParser(frameworks, slots, placeholders).parse(document, place));
            return rule;
        }

        BaseRules build() {
            return new BaseRules(compiled, columns, slots.fields());
        }
    }

    private static Field column(RecordField field, Mapping document, Place place) {
        var column = FieldNames.column(field);
        if (column != null) {
            return column;
        }
        throw place.refuse(
                document.line(),
                "a rule that only a correlation refers to may ask for fields with a column of their own, not for"
                        + " content, commands, attributes, pii or keywords; with 'generate: true' in the"
                        + " correlation it is a rule by itself, which may");
    }

    Collection<Expression> expressions() {
        return index.expressions();
    }

    /** What people see of the rules. */
    public List<Rule> rules() {
        return rules;
    }

    /** The columns that they ask for. */
    public Set<Field> columns() {
        return columns;
    }

    /**
     * Tells {@code found} the position in {@link #rules()} of every rule that the record fits, of which columns are
     * enough.
     */
    public void matching(RecordDraft record, Consumer<Integer> found) {
        var matched = index.matching(new RecordView(record, fields));
        for (var position = 0; position < rules.size(); position++) {
            if (Bits.has(matched, position)) {
                found.accept(position);
            }
        }
    }
}
