// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts lists into values that name them: {@code %approved_mcp_servers%}. A percent sign that stands for itself has a
 * backslash before it.
 *
 * <p>Source: Sigma Rules Specification 2.1.0, "Placeholders".
 */
final class Placeholders {
    private static final int VALUES_MAX = 10_000;
    private static final int NAME_CHARS_MAX = 64;
    /** Over all rules of a load: what one value may stand for would do for a thousand. */
    private static final long ALL_VALUES_MAX = 100_000;

    private static final long ALL_CHARS_MAX = 4_000_000;

    private final Map<String, List<String>> lists;

    // Mutable state, of the one thread that loads rules.
    private long valuesCount;
    private long charsCount;

    /**
     * @param lists values by placeholder name without the percent signs; they may hold wildcards
     */
    Placeholders(Map<String, List<String>> lists) {
        this.lists = Map.copyOf(lists);
    }

    /** What {@code value} can stand for, none when a list is empty. */
    List<String> expand(String value, Place place, int line) {
        var variants = List.of("");
        var at = 0;
        while (at < value.length()) {
            var unit = value.charAt(at);
            if (unit == '\\' && at + 1 < value.length() && value.charAt(at + 1) == '%') {
                variants = append(variants, List.of("%"), place, line);
                at += 2;
                continue;
            }
            var end = unit == '%' ? value.indexOf('%', at + 1) : -1;
            if (end > at + 1 && isName(value, at + 1, end)) {
                var name = value.substring(at + 1, end);
                var list = lists.get(name);
                if (list == null) {
                    throw place.unresolved(line, name);
                }
                variants = append(variants, list, place, line);
                at = end + 1;
            } else {
                variants = append(variants, List.of(String.valueOf(unit)), place, line);
                at++;
            }
        }
        charsCount += chars(variants);
        if (charsCount > ALL_CHARS_MAX) {
            throw tooLong(place, line);
        }
        valuesCount += variants.size();
        if (valuesCount > ALL_VALUES_MAX) {
            throw place.refuse(line, "all placeholders together stand for more than " + ALL_VALUES_MAX + " values");
        }
        return variants;
    }

    private static RuleException tooLong(Place place, int line) {
        return place.refuse(line, "all placeholders together stand for more than " + ALL_CHARS_MAX + " characters");
    }

    private static long chars(List<String> values) {
        return values.stream().mapToLong(String::length).sum();
    }

    private static boolean isName(String value, int start, int end) {
        if (end - start > NAME_CHARS_MAX) {
            return false;
        }
        for (var index = start; index < end; index++) {
            var unit = value.charAt(index);
            if (!Character.isLetterOrDigit(unit) && unit != '_' && unit != '-' && unit != '.') {
                return false;
            }
        }
        return true;
    }

    private static List<String> append(List<String> variants, List<String> endings, Place place, int line) {
        if ((long) variants.size() * endings.size() > VALUES_MAX) {
            throw place.refuse(line, "the placeholders stand for more than " + VALUES_MAX + " values");
        }
        if (chars(variants) * endings.size() + chars(endings) * variants.size() > ALL_CHARS_MAX) {
            throw tooLong(place, line);
        }
        var appended = new ArrayList<String>(variants.size() * endings.size());
        for (var variant : variants) {
            for (var ending : endings) {
                appended.add(variant + ending);
            }
        }
        return appended;
    }
}
