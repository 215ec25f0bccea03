// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.event.Value;

/**
 * What an event calls itself. {@code claude_code.tool_result}, {@code cowork.tool_result} and {@code tool_result}, as
 * an attribute, as OTLP's own event name or as the body, all mean {@code tool_result}.
 *
 * <p>The brief name stands in the leaf, which is never erased and may be public, and clients choose their names. So it
 * is one word in the shape of an identifier, or the {@linkplain EventWords known word} before what the client chose; a
 * name that is neither stays what it was among the attributes, which can be erased.
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
    private static final int CHARS_MAX = 64;
    private static final String SIGNS = "_.:-";

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
        return new EventName(identifier(brief) ? brief : word(brief), given);
    }

    private static String word(String name) {
        var space = name.indexOf(' ');
        var word = space < 0 ? name : name.substring(0, space);
        return EventWords.knows(word) ? word : UNNAMED;
    }

    /** Whether {@code text} says nothing but this name, with or without a prefix. */
    boolean is(String text) {
        var start = prefixChars(text);
        return !text.isEmpty() && text.length() - start == brief.length() && text.startsWith(brief, start);
    }

    /** Whether the name came from this product. */
    boolean startsWith(String prefix) {
        return given.startsWith(prefix);
    }

    private static String brief(String name) {
        return name.substring(prefixChars(name));
    }

    private static int prefixChars(String name) {
        if (name.startsWith(CLAUDE_CODE)) {
            return CLAUDE_CODE.length();
        }
        return name.startsWith(COWORK) ? COWORK.length() : 0;
    }

    private static boolean prefixed(String body) {
        var brief = brief(body);
        return !brief.equals(body) && identifier(brief);
    }

    private static boolean identifier(String name) {
        if (name.isEmpty() || name.length() > CHARS_MAX || !small(name.charAt(0))) {
            return false;
        }
        for (var position = 1; position < name.length(); position++) {
            var unit = name.charAt(position);
            if (!small(unit) && !(unit >= '0' && unit <= '9') && SIGNS.indexOf(unit) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean small(char unit) {
        return unit >= 'a' && unit <= 'z';
    }
}
