// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.TreeMap;

/**
 * Writes canonical JSON (RFC 8785 restricted to what has one spelling: strings, integers up to 2^53, booleans, null,
 * arrays and objects). Larger integers become decimal strings, doubles strings, bytes base64 strings. The caller gives
 * the members of an object sorted by UTF-16 code units. Not thread-safe.
 */
public final class CanonicalJson {
    private static final long INTEGER_MAX = 1L << 53;
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;

    // Mutable state, owned by the writing thread: whether the next member or item needs a comma before it.
    private boolean comma;

    public CanonicalJson(int charsExpected) {
        out = new StringBuilder(charsExpected);
    }

    public CanonicalJson startObject() {
        separate();
        out.append('{');
        comma = false;
        return this;
    }

    public CanonicalJson endObject() {
        out.append('}');
        comma = true;
        return this;
    }

    public CanonicalJson startArray() {
        separate();
        out.append('[');
        comma = false;
        return this;
    }

    public CanonicalJson endArray() {
        out.append(']');
        comma = true;
        return this;
    }

    /** Writes the name of the next member. */
    public CanonicalJson name(String name) {
        separate();
        quote(name);
        out.append(':');
        comma = false;
        return this;
    }

    public CanonicalJson string(String text) {
        separate();
        quote(text);
        comma = true;
        return this;
    }

    /** Writes a number, or a decimal string where it lies outside ±2^53. */
    public CanonicalJson integer(long number) {
        separate();
        if (number >= -INTEGER_MAX && number <= INTEGER_MAX) {
            out.append(number);
        } else {
            out.append('"').append(number).append('"');
        }
        comma = true;
        return this;
    }

    /** Writes an array of strings. */
    public CanonicalJson strings(Collection<String> entries) {
        startArray();
        entries.forEach(this::string);
        return endArray();
    }

    /**
     * Writes any value. Of attributes with one key the first keeps it, the others become {@code key#2}, {@code key#3}…
     * Nesting was limited when the value was decoded.
     */
    public CanonicalJson value(Value value) {
        if (value instanceof Value.Text text) {
            return string(text.text());
        } else if (value instanceof Value.Int number) {
            return integer(number.number());
        } else if (value instanceof Value.Decimal number) {
            return string(Double.toString(number.number()));
        } else if (value instanceof Value.Bool bool) {
            return literal(Boolean.toString(bool.truth()));
        } else if (value instanceof Value.Bytes bytes) {
            return string(Base64.getEncoder().encodeToString(bytes.bytes()));
        } else if (value instanceof Value.Items items) {
            startArray();
            items.items().forEach(this::value);
            return endArray();
        } else if (value instanceof Value.Fields fields) {
            return attributes(fields.fields());
        }
        return literal("null");
    }

    /** Writes attributes as an object with sorted, unique names. */
    public CanonicalJson attributes(Attributes attributes) {
        var sorted = new TreeMap<String, Value>();
        var copies = new HashMap<String, Integer>(); // so that a thousand of one key aren't counted up a thousand times
        for (var position = 0; position < attributes.count(); position++) {
            var key = attributes.key(position);
            var name = key;
            while (sorted.containsKey(name)) {
                name = key + '#' + copies.merge(key, 2, (copy, first) -> copy + 1);
            }
            sorted.put(name, attributes.value(position));
        }
        startObject();
        sorted.forEach((name, value) -> name(name).value(value));
        return endObject();
    }

    /** What was written so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    private CanonicalJson literal(String literal) {
        separate();
        out.append(literal);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
    }

    /** Escapes as RFC 8785 §3.2.2.2 does: two-character escapes where there are some, else \\u00xx in lower case. */
    private void quote(String text) {
        out.append('"');
        var copied = 0;
        for (var position = 0; position < text.length(); position++) {
            var unit = text.charAt(position);
            if (unit >= 0x20 && unit != '"' && unit != '\\') {
                continue;
            }
            out.append(text, copied, position);
            copied = position + 1;
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append("\\u00").append(HEX.charAt(unit >> 4)).append(HEX.charAt(unit & 0xf));
            }
        }
        out.append(text, copied, text.length()).append('"');
    }
}
