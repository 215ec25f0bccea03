// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes one member out of a JSON object that stands in a text. The object may be cut off anywhere, as clients do, or
 * have words before it; what is there is used.
 */
final class JsonMember {
    private final String json;

    // Mutable state, of the one thread that made this.
    private int at;

    private JsonMember(String json) {
        this.json = json;
        at = json.indexOf('{') + 1;
    }

    /** The text of the member {@code name} of the outermost object, as far as it goes; or null. */
    static @Nullable String text(String json, String name) {
        if (json.indexOf('{') < 0 || !json.contains(name)) {
            return null;
        }
        return new JsonMember(json).find(name);
    }

    /**
     * The member at {@code path} as text: a string's characters, else the JSON that stands there; or null. Each name of
     * the path but the last is that of an object inside the one before.
     */
    static @Nullable String any(String json, List<String> path) {
        var value = json;
        for (var name : path) {
            if (value.indexOf('{') < 0 || !value.contains(name)) {
                return null;
            }
            var found = new JsonMember(value).findAny(name);
            if (found == null) {
                return null;
            }
            value = found;
        }
        return value;
    }

    private @Nullable String findAny(String name) {
        if (!findKey(name)) {
            return null;
        }
        if (nextIs('"')) {
            return string();
        }
        var start = at;
        skipValue();
        return json.substring(start, Math.min(at, json.length())).strip();
    }

    /** Goes past the value that is no string, to the sign that ends it. */
    private void skipValue() {
        var depth = 0;
        while (at < json.length()) {
            var unit = json.charAt(at++);
            if (unit == '"') {
                skipString();
            } else if (unit == '{' || unit == '[') {
                depth++;
            } else if (unit == '}' || unit == ']' || unit == ',') {
                if (depth == 0) {
                    at--;
                    return;
                }
                depth -= unit == ',' ? 0 : 1;
            }
        }
    }

    private @Nullable String find(String name) {
        return findKey(name) && nextIs('"') ? string() : null;
    }

    /** Goes past the colon behind the key; false when there is no such key. */
    private boolean findKey(String name) {
        var depth = 1;
        while (at < json.length() && depth > 0) {
            var unit = json.charAt(at);
            if (unit == '"') {
                var start = ++at;
                skipString();
                if (depth == 1 && isKey(name, start) && nextIs(':')) {
                    return true;
                }
                continue;
            }
            if (unit == '{' || unit == '[') {
                depth++;
            } else if (unit == '}' || unit == ']') {
                depth--;
            }
            at++;
        }
        return false;
    }

    private boolean isKey(String name, int start) {
        return at - 1 - start == name.length() && json.startsWith(name, start);
    }

    /** Goes past the closing quote, or to the end where it was cut off. */
    private void skipString() {
        while (at < json.length()) {
            var unit = json.charAt(at++);
            if (unit == '"') {
                return;
            }
            if (unit == '\\') {
                at++;
            }
        }
    }

    private boolean nextIs(char expected) {
        var next = at;
        while (next < json.length() && json.charAt(next) <= ' ') {
            next++;
        }
        if (next >= json.length() || json.charAt(next) != expected) {
            return false;
        }
        at = next + 1;
        return true;
    }

    private String string() {
        var start = at;
        skipString();
        var end = at <= json.length() && at > start && json.charAt(at - 1) == '"' ? at - 1 : json.length();
        var raw = json.substring(start, Math.max(start, end));
        return raw.indexOf('\\') < 0 ? raw : unescape(raw);
    }

    private static String unescape(String raw) {
        var text = new StringBuilder(raw.length());
        for (var index = 0; index < raw.length(); index++) {
            var unit = raw.charAt(index);
            if (unit != '\\' || index + 1 >= raw.length()) {
                text.append(unit);
                continue;
            }
            var escape = raw.charAt(++index);
            if (escape == 'u' && isHex(raw, index + 1)) {
                text.append((char) Integer.parseInt(raw, index + 1, index + 5, 16));
                index += 4;
            } else {
                text.append(unescape(escape));
            }
        }
        return text.toString();
    }

    private static char unescape(char escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escape;
        };
    }

    private static boolean isHex(String raw, int from) {
        if (from + 4 > raw.length()) {
            return false;
        }
        for (var index = from; index < from + 4; index++) {
            if (Character.digit(raw.charAt(index), 16) < 0 || raw.charAt(index) >= 128) {
                return false;
            }
        }
        return true;
    }
}
