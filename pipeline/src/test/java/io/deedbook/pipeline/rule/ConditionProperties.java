// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.RecordDraft;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConditionProperties {
    private static final List<String> NAMES = List.of("sel_a", "sel_b", "filter_a", "keywords", "_hidden");

    /** A condition as text, and how it is to be understood, worked out without the parser. */
    sealed interface Formula {
        boolean holds(Map<String, Boolean> truth);

        record Name(String name) implements Formula {
            @Override
            public boolean holds(Map<String, Boolean> truth) {
                return truth.get(name);
            }

            @Override
            public String toString() {
                return name;
            }
        }

        record Of(boolean all, String pattern) implements Formula {
            @Override
            public boolean holds(Map<String, Boolean> truth) {
                var named = truth.entrySet().stream().filter(entry -> switch (pattern) {
                    case "them" -> !entry.getKey().startsWith("_");
                    case "sel*" -> entry.getKey().startsWith("sel");
                    default -> entry.getKey().endsWith("_a");
                });
                return all ? named.allMatch(Map.Entry::getValue) : named.anyMatch(Map.Entry::getValue);
            }

            @Override
            public String toString() {
                return (all ? "all of " : "1 of ") + pattern;
            }
        }

        record Not(Formula part) implements Formula {
            @Override
            public boolean holds(Map<String, Boolean> truth) {
                return !part.holds(truth);
            }

            @Override
            public String toString() {
                return "not " + (part instanceof Both ? "(" + part + ")" : part.toString());
            }
        }

        record Both(boolean and, Formula left, Formula right) implements Formula {
            @Override
            public boolean holds(Map<String, Boolean> truth) {
                return and ? left.holds(truth) && right.holds(truth) : left.holds(truth) || right.holds(truth);
            }

            @Override
            public String toString() {
                return side(left) + (and ? " and " : " OR ") + side(right);
            }

            /** Parentheses only where the precedence would read it differently. */
            private String side(Formula part) {
                return and && part instanceof Both both && !both.and ? "(" + part + ")" : part.toString();
            }
        }
    }

    @Property(tries = 500)
    void condition_meansWhatItsFormulaMeans(@ForAll("formulas") Formula formula, @ForAll boolean[] random) {
        var truth = new LinkedHashMap<String, Boolean>();
        for (var position = 0; position < NAMES.size(); position++) {
            truth.put(NAMES.get(position), position < random.length && random[position]);
        }
        var selections = truth.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> constant(entry.getValue())));

        var expression = ConditionParser.parse(
                formula.toString(), selections, Place.in("x.yml").rule("x"), 1, new HashSet<>());

        var view = new RecordView(new RecordDraft(1, 1), new RecordField[0]);
        assertThat(expression.test(view)).as(formula.toString()).isEqualTo(formula.holds(truth));
    }

    private static Expression constant(boolean truth) {
        var yes = new Expression.And(List.of());
        return truth ? yes : new Expression.Not(yes);
    }

    @Provide
    Arbitrary<Formula> formulas() {
        return formulas(4);
    }

    private static Arbitrary<Formula> formulas(int depth) {
        var names = Arbitraries.of(NAMES).map(name -> (Formula) new Formula.Name(name));
        var quantified = Combinators.combine(Arbitraries.of(true, false), Arbitraries.of("them", "sel*", "*_a"))
                .as((all, pattern) -> (Formula) new Formula.Of(all, pattern));
        if (depth == 0) {
            return Arbitraries.oneOf(names, quantified);
        }
        var inner = Arbitraries.lazy(() -> formulas(depth - 1));
        var negated = inner.map(part -> (Formula) new Formula.Not(part));
        var joined = Combinators.combine(Arbitraries.of(true, false), inner, inner)
                .as((and, left, right) -> (Formula) new Formula.Both(and, left, right));
        return Arbitraries.oneOf(names, quantified, negated, joined, joined);
    }
}
