// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Reads strings, and lists of strings, from the top level of a JSON object that may be cut, wrapped in words, or no
 * JSON at all: clients cut tool input at a number of characters. Yields what stands before the damage, a string that
 * was cut included; never throws, and reads no character more than twice.
 */
final class JsonHead {
    /** How far into a text it reads. */
    private static final int CHARS_MAX = 1 << 16;
    /** How much of one string it keeps. */
    static final int STRING_CHARS_MAX = 4_096;
    /** Detailed tracing writes {@code [TOOL INPUT: Read]} before the object. */
    private static final int PREFIX_CHARS_MAX = 300;

    private final String text;
    private final int end;

    // Mutable state, owned by the reading thread: where it is.
    private int position;

    private JsonHead(String text) {
        this.text = text;
        end = Math.min(text.length(), CHARS_MAX);
    }

    /** The top-level strings of the object in {@code text} whose names are wanted; the first of each name. */
    static Map<String, String> strings(String text, Set<String> wanted) {
        var head = new JsonHead(text);
        var found = new HashMap<String, String>();
        if (head.enterObject()) {
            head.members(wanted, found);
        }
        return found;
    }

    private boolean enterObject() {
        position = text.indexOf('{');
        if (position < 0 || position > PREFIX_CHARS_MAX) {
            return false;
        }
        position++;
        return true;
    }

    private void members(Set<String> wanted, Map<String, String> found) {
        while (skipTo('"')) {
            var name = string();
            if (!skipTo(':')) {
                return;
            }
            position++;
            skipSpace();
            if (position < end && wanted.contains(name)) {
                var value = value();
                // what is cut because we read no further may be half a secret, which isn't recognised
                var cutHere = position > end && end < text.length() && value.length() < STRING_CHARS_MAX;
                if (!value.isEmpty() && !cutHere) {
                    found.putIfAbsent(name, value);
                }
            }
            skipValue();
        }
    }

    /**
     * The string that begins here, or the strings of the list, which a command is in some tools' input; else nothing.
     */
    private String value() {
        if (text.charAt(position) == '"') {
            return string();
        } else if (text.charAt(position) != '[') {
            return "";
        }
        var words = new StringJoiner(" ");
        position++;
        skipSpace();
        while (position < end && text.charAt(position) == '"') {
            var word = string();
            if (words.length() + word.length() < STRING_CHARS_MAX) {
                words.add(word);
            }
            skipSpace();
            if (position < end && text.charAt(position) == ',') {
                position++;
                skipSpace();
            }
        }
        if (position < end && text.charAt(position) == ']') {
            position++;
        }
        return words.toString();
    }

    /** Moves to {@code sign}; false at the end of the object or of the text. */
    private boolean skipTo(char sign) {
        while (position < end && text.charAt(position) != sign) {
            if (text.charAt(position) == '}') {
                return false;
            }
            position++;
        }
        return position < end;
    }

    private void skipSpace() {
        while (position < end && text.charAt(position) <= ' ') {
            position++;
        }
    }

    /** Moves to the comma after the value, or to the end of the object. */
    private void skipValue() {
        var depth = 0;
        while (position < end) {
            switch (text.charAt(position)) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return;
                    }
                }
                default -> {}
            }
            position++;
        }
    }

    private void skipString() {
        position++;
        while (position < end && text.charAt(position) != '"') {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        position++;
    }

    /** Reads the string that begins here, and moves behind it. */
    private String string() {
        var start = ++position;
        while (position < end && text.charAt(position) != '"' && text.charAt(position) != '\\') {
            position++;
        }
        if (position < end && text.charAt(position) == '"' && position - start <= STRING_CHARS_MAX) {
            return text.substring(start, position++);
        }
        position = start;
        return unescaped();
    }

    private String unescaped() {
        var out = new StringBuilder();
        while (position < end && text.charAt(position) != '"') {
            var unit = text.charAt(position++);
            if (unit == '\\' && position < end) {
                unit = escaped(text.charAt(position++));
            }
            if (out.length() < STRING_CHARS_MAX) {
                out.append(unit);
            }
        }
        position++;
        return wellFormed(out);
    }

    private char escaped(char sign) {
        return switch (sign) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> hex();
            default -> sign;
        };
    }

    private char hex() {
        if (position + 4 > end) {
            position = end;
            return '\uFFFD';
        }
        var code = 0;
        for (var digits = 0; digits < 4; digits++) {
            var digit = Character.digit(text.charAt(position), 16);
            if (digit < 0) {
                return '\uFFFD';
            }
            code = code * 16 + digit;
            position++;
        }
        return (char) code;
    }

    /** PostgreSQL stores neither NUL nor half a surrogate pair. */
    private static String wellFormed(StringBuilder out) {
        for (var at = 0; at < out.length(); at++) {
            var unit = out.charAt(at);
            if (Character.isHighSurrogate(unit)
                    && at + 1 < out.length()
                    && Character.isLowSurrogate(out.charAt(at + 1))) {
                at++;
            } else if (unit == 0 || Character.isSurrogate(unit)) {
                out.setCharAt(at, '\uFFFD');
            }
        }
        return out.toString();
    }
}
