// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes canonical JSON (RFC 8785 restricted to what has one spelling: strings, integers up to 2^53, booleans, null,
 * arrays and objects) as UTF-8. Larger integers become decimal strings, doubles strings, bytes base64 strings. The
 * caller gives the members of an object sorted by UTF-16 code units. Not thread-safe.
 */
public final class CanonicalJson {
    private static final long INTEGER_MAX = 1L << 53;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int DECIMAL_BYTES_MAX = 20;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    /** Up to this many attributes are sorted by insertion, which is the cheapest for few. */
    private static final int FEW = 32;

    // Mutable state, owned by the writing thread.
    private byte[] bytes;
    private int size;
    /** Whether the next member or item needs a comma before it. */
    private boolean comma;

    public CanonicalJson(int bytesExpected) {
        bytes = new byte[bytesExpected];
    }

    public CanonicalJson startObject() {
        separate();
        put('{');
        comma = false;
        return this;
    }

    public CanonicalJson endObject() {
        put('}');
        comma = true;
        return this;
    }

    public CanonicalJson startArray() {
        separate();
        put('[');
        comma = false;
        return this;
    }

    public CanonicalJson endArray() {
        put(']');
        comma = true;
        return this;
    }

    /** Writes the name of the next member. */
    public CanonicalJson name(String name) {
        separate();
        quote(name);
        put(':');
        comma = false;
        return this;
    }

    /** Writes the name of the next member. */
    CanonicalJson name(MemberName name) {
        separate();
        put(name.quoted());
        comma = false;
        return this;
    }

    public CanonicalJson string(String text) {
        separate();
        quote(text);
        comma = true;
        return this;
    }

    /** Writes a string of hexadecimal digits in lower case. */
    public CanonicalJson hex(byte[] value) {
        separate();
        put('"');
        makeRoom(2 * value.length);
        for (var eight : value) {
            bytes[size++] = HEX[(eight & 0xff) >> 4];
            bytes[size++] = HEX[eight & 0xf];
        }
        put('"');
        comma = true;
        return this;
    }

    /** Writes a string of base64url without padding. */
    public CanonicalJson base64Url(byte[] value) {
        separate();
        put('"');
        put(BASE64URL.encode(value));
        put('"');
        comma = true;
        return this;
    }

    /** Writes a number, or a decimal string where it lies outside ±2^53. */
    public CanonicalJson integer(long number) {
        if (number < -INTEGER_MAX || number > INTEGER_MAX) {
            return decimal(number);
        }
        separate();
        digits(number);
        comma = true;
        return this;
    }

    /** Writes a number as a decimal string. */
    public CanonicalJson decimal(long number) {
        separate();
        put('"');
        digits(number);
        put('"');
        comma = true;
        return this;
    }

    /** Writes an array of strings. */
    public CanonicalJson strings(List<String> entries) {
        startArray();
        for (var position = 0; position < entries.size(); position++) {
            string(entries.get(position));
        }
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
        if (attributes.count() > FEW) {
            return manyAttributes(attributes);
        }
        var order = new int[attributes.count()];
        for (var position = 0; position < order.length; position++) {
            var key = attributes.key(position);
            var at = position;
            for (; at > 0; at--) {
                var comparison = attributes.key(order[at - 1]).compareTo(key);
                if (comparison == 0) {
                    return manyAttributes(attributes);
                }
                if (comparison < 0) {
                    break;
                }
                order[at] = order[at - 1];
            }
            order[at] = position;
        }
        startObject();
        for (var position : order) {
            name(attributes.key(position)).value(attributes.value(position));
        }
        return endObject();
    }

    private CanonicalJson manyAttributes(Attributes attributes) {
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
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /** What was written so far, UTF-8. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Feeds what was written so far to a digest, and ends it. */
    byte[] digest(MessageDigest digest) {
        digest.update(bytes, 0, size);
        return digest.digest();
    }

    /** Begins anew, so that one buffer serves several texts. */
    CanonicalJson clear() {
        size = 0;
        comma = false;
        return this;
    }

    private CanonicalJson literal(String literal) {
        separate();
        put(literal.getBytes(StandardCharsets.US_ASCII));
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            put(',');
        }
    }

    /** Escapes as RFC 8785 §3.2.2.2 does: two-character escapes where there are some, else \\u00xx in lower case. */
    private void quote(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        makeRoom(utf8.length + 2);
        bytes[size++] = '"';
        var copied = 0;
        for (var at = PlainBytes.end(utf8, 0); at < utf8.length; at = PlainBytes.end(utf8, copied)) {
            put(utf8, copied, at);
            escape(utf8[at]);
            copied = at + 1;
        }
        put(utf8, copied, utf8.length);
        put('"');
    }

    private void escape(byte unit) {
        put('\\');
        switch (unit) {
            case '"', '\\' -> put((char) unit);
            case '\b' -> put('b');
            case '\t' -> put('t');
            case '\n' -> put('n');
            case '\f' -> put('f');
            case '\r' -> put('r');
            default -> {
                put('u');
                put('0');
                put('0');
                put((char) HEX[unit >> 4]);
                put((char) HEX[unit & 0xf]);
            }
        }
    }

    private void digits(long number) {
        makeRoom(DECIMAL_BYTES_MAX);
        if (number < 0) {
            bytes[size++] = '-';
        }
        var start = size;
        var rest = number;
        do {
            bytes[size++] = (byte) ('0' + Math.abs((int) (rest % 10)));
            rest /= 10;
        } while (rest != 0);
        for (int left = start, right = size - 1; left < right; left++, right--) {
            var digit = bytes[left];
            bytes[left] = bytes[right];
            bytes[right] = digit;
        }
    }

    private void put(char ascii) {
        makeRoom(1);
        bytes[size++] = (byte) ascii;
    }

    private void put(byte[] value) {
        put(value, 0, value.length);
    }

    private void put(byte[] value, int from, int to) {
        makeRoom(to - from);
        System.arraycopy(value, from, bytes, size, to - from);
        size += to - from;
    }

    private void makeRoom(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), 2 * bytes.length));
        }
    }
}
