// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compiles a condition over the search identifiers of a rule: {@code or} binds least, then {@code and}, then
 * {@code not}, then {@code 1 of} and {@code all of}, then parentheses.
 *
 * <p>Source: Sigma Rules Specification 2.1.0, "Condition".
 */
final class ConditionParser {
    private static final int DEPTH_MAX = 32;
    private static final int TOKENS_MAX = 512;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_*.-]+|\\(|\\)|\\S");

    private final Map<String, Expression> selections;
    private final Place place;
    private final int line;
    private final List<String> tokens;
    private final Set<String> used;

    // Mutable state, of the one thread that made this.
    private int at;

    private ConditionParser(
            Map<String, Expression> selections, Place place, int line, List<String> tokens, Set<String> used) {
        this.selections = selections;
        this.place = place;
        this.line = line;
        this.tokens = tokens;
        this.used = used;
    }

    /**
     * The expression of one condition.
     *
     * @param used where the names of the search identifiers go that it names
     */
    static Expression parse(
            String condition, Map<String, Expression> selections, Place place, int line, Set<String> used) {
        var parser = new ConditionParser(selections, place, line, tokens(condition, place, line), used);
        var expression = parser.or(0);
        if (parser.at < parser.tokens.size()) {
            var token = parser.tokens.get(parser.at);
            if (token.equals("|")) {
                var aggregation = condition.substring(condition.indexOf('|')).strip();
                throw place.unsupported(
                        line, "the condition's aggregation '" + aggregation + "' (write a correlation)");
            }
            throw parser.refuse("'" + token + "' is not expected there");
        }
        return expression;
    }

    private static List<String> tokens(String condition, Place place, int line) {
        var tokens = new ArrayList<String>();
        var matcher = TOKEN.matcher(condition);
        while (matcher.find()) {
            if (tokens.size() == TOKENS_MAX) {
                throw place.refuse(line, "the condition has more than " + TOKENS_MAX + " words");
            }
            tokens.add(matcher.group());
        }
        return tokens;
    }

    private Expression or(int depth) {
        if (depth > DEPTH_MAX) {
            throw refuse("nested deeper than " + DEPTH_MAX);
        }
        var parts = new ArrayList<Expression>(List.of(and(depth)));
        while (take("or")) {
            parts.add(and(depth));
        }
        return Expression.or(parts);
    }

    private Expression and(int depth) {
        var parts = new ArrayList<Expression>(List.of(not(depth)));
        while (take("and")) {
            parts.add(not(depth));
        }
        return Expression.and(parts);
    }

    private Expression not(int depth) {
        if (depth > DEPTH_MAX) {
            throw refuse("nested deeper than " + DEPTH_MAX);
        }
        return take("not") ? new Expression.Not(not(depth + 1)) : operand(depth);
    }

    private Expression operand(int depth) {
        var token = next();
        if (token.equals("(")) {
            var inner = or(depth + 1);
            if (!next().equals(")")) {
                throw refuse("a ')' is missing");
            }
            return inner;
        }
        if (at < tokens.size() && tokens.get(at).equalsIgnoreCase("of")) {
            at++;
            return quantified(token.toLowerCase(Locale.ROOT), next());
        }
        var selection = selections.get(token);
        if (selection == null) {
            throw refuse("there is no selection '" + token + "'");
        }
        used.add(token);
        return selection;
    }

    private Expression quantified(String quantity, String pattern) {
        var parts = new ArrayList<Expression>();
        for (var name : names(pattern)) {
            used.add(name);
            parts.add(expression(name));
        }
        if (parts.isEmpty()) {
            throw refuse("no selection is called '" + pattern + "'");
        }
        return switch (quantity) {
            case "1", "any" -> Expression.or(parts);
            case "all" -> Expression.and(parts);
            default ->
                throw place.unsupported(line, "'" + quantity + " of' in a condition (only: 1 of, any of, all of)");
        };
    }

    private Set<String> names(String pattern) {
        var names = new TreeSet<String>();
        var them = pattern.equalsIgnoreCase("them");
        var wildcards = Wildcards.parse(pattern);
        for (var name : selections.keySet()) {
            if (them ? !name.startsWith("_") : wildcards.matches(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private Expression expression(String name) {
        var expression = selections.get(name);
        if (expression == null) {
            throw refuse("there is no selection '" + name + "'");
        }
        return expression;
    }

    private boolean take(String word) {
        if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
            at++;
            return true;
        }
        return false;
    }

    private String next() {
        if (at >= tokens.size()) {
            throw refuse("the condition ends too early");
        }
        return tokens.get(at++);
    }

    private RuleException refuse(String reason) {
        return place.refuse(line, "condition: " + reason);
    }
}
