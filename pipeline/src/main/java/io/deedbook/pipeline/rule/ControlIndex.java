// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Tells which controls a judged record is evidence for. Thread-safe. */
final class ControlIndex {
    private final List<String> controls;
    private final Map<String, Integer> numbers;
    private final List<ControlParser.Mapped> maps;
    private final List<long[]> mapped;
    private final RuleIndex index;
    private final RecordField[] fields;
    private final FactsAsked facts;
    private final KnownResults<List<String>> known = new KnownResults<>();

    /**
     * @param maps which controls records are evidence for
     * @param ruleControls the controls that rules name by their tags
     * @param slots the fields that the maps name
     */
    ControlIndex(List<ControlParser.Mapped> maps, List<String> ruleControls, Slots slots) {
        this.maps = List.copyOf(maps);
        var all = new TreeSet<>(ruleControls);
        maps.forEach(map -> all.addAll(map.controls()));
        controls = List.copyOf(all);
        numbers = new HashMap<>();
        controls.forEach(control -> numbers.put(control, numbers.size()));
        mapped = maps.stream().map(map -> bits(map.controls())).toList();
        index = RuleIndex.of(maps.stream().map(ControlParser.Mapped::when).toList());
        fields = slots.fields();
        facts = FactsAsked.by(maps.stream().map(ControlParser.Mapped::when).toList(), fields);
    }

    private long[] bits(List<String> names) {
        var bits = Bits.none(controls.size());
        for (var name : names) {
            var number = numbers.get(name);
            if (number != null) {
                Bits.set(bits, number);
            }
        }
        return bits;
    }

    /**
     * The controls of a draft, sorted, at most {@link Field#LIST_ENTRIES_MAX}.
     *
     * @param view of the draft with the rules' results
     * @param matched the positions of the rules that matched, as bits
     * @param verdict what they mean
     */
    List<String> of(RecordView view, long[] matched, Verdict verdict) {
        return known.of(facts.of(view, matched), () -> map(view, verdict));
    }

    private List<String> map(RecordView view, Verdict verdict) {
        view.ruleTags(verdict.tags());
        var bits = bits(verdict.controls());
        var holding = index.matching(view);
        for (var position = 0; position < maps.size(); position++) {
            if (Bits.has(holding, position)) {
                Bits.or(bits, mapped.get(position));
            }
        }
        return list(BitSet.valueOf(bits));
    }

    /** Tells for each map that a judged draft fits its controls and its reason. */
    void explain(RecordDraft draft, List<String> ruleTags, BiConsumer<List<String>, String> found) {
        var view = new RecordView(draft, fields);
        view.ruleTags(ruleTags);
        var holding = index.matching(view);
        for (var position = 0; position < maps.size(); position++) {
            if (Bits.has(holding, position)) {
                var map = maps.get(position);
                found.accept(map.controls(), map.reason());
            }
        }
    }

    Collection<Expression> expressions() {
        return index.expressions();
    }

    private List<String> list(BitSet bits) {
        var list = new ArrayList<String>(bits.cardinality());
        bits.stream().limit(Field.LIST_ENTRIES_MAX).forEach(number -> list.add(controls.get(number)));
        return List.copyOf(list);
    }
}
