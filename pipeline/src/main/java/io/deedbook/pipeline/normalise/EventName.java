// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;
import java.util.List;

/**
 * What an event calls itself. {@code claude_code.tool_result}, {@code cowork.tool_result} and {@code tool_result}, as an
 * attribute, as OTLP's own event name or as the body, all mean {@code tool_result}.
 *
 * @param brief the name without the product's prefix; {@link #UNNAMED} when there is none that can stand in the clear
 * @param given the name as it came, {@code ""} when there was none
 */
record EventName(String brief, String given) {
    /** The attribute in which the clients send it. */
    static final String KEY = "event.name";
    /** The name of what has none. */
    static final String UNNAMED = "unnamed";

    static final String COWORK = "cowork.";
    static final String CLAUDE_CODE = "claude_code.";
    private static final List<String> PREFIXES = List.of(CLAUDE_CODE, COWORK);
    private static final int CHARS_MAX = 128;
    private static final String SIGNS = "._:/-{}()<>* ";

    static EventName of(Event.Log log) {
        if (log.attributes().get(KEY) instanceof Value.Text text && !text.text().isEmpty()) {
            return of(text.text());
        } else if (!log.eventName().isEmpty()) {
            return of(log.eventName());
        } else if (log.body() instanceof Value.Text body && (prefixed(body.text()) || Actions.knows(body.text()))) {
            return of(body.text());
        }
        return new EventName(UNNAMED, "");
    }

    /** The event name that {@code given} means. */
    static EventName of(String given) {
        var brief = brief(given);
        return new EventName(presentable(brief) ? brief : UNNAMED, given);
    }

    /** Whether {@code text} says nothing but this name, with or without a prefix. */
    boolean is(String text) {
        return !text.isEmpty() && brief(text).equals(brief);
    }

    /** Whether the name came from this product. */
    boolean startsWith(String prefix) {
        return given.startsWith(prefix);
    }

    private static String brief(String name) {
        for (var prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }

    private static boolean prefixed(String body) {
        return !brief(body).equals(body) && presentable(body) && body.indexOf(' ') < 0;
    }

    /** The name stands in the leaf, which is never erased: what doesn't look like a name is kept as an attribute instead. */
    private static boolean presentable(String name) {
        if (name.isBlank() || name.length() > CHARS_MAX) {
            return false;
        }
        for (var position = 0; position < name.length(); position++) {
            var unit = name.charAt(position);
            var letterOrDigit =
                    (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || (unit >= '0' && unit <= '9');
            if (!letterOrDigit && unit != '_' && SIGNS.indexOf(unit) < 0) {
                return false;
            }
        }
        return true;
    }
}
