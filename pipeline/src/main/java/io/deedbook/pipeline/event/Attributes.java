// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordered list of attributes as they came: keys are not necessarily unique, because senders are hostile. Immutable.
 */
public final class Attributes {
    /** No attributes. */
    public static final Attributes EMPTY = new Builder(0).build();

    private final String[] keys;
    private final Value[] values;

    private Attributes(String[] keys, Value[] values) {
        this.keys = keys;
        this.values = values;
    }

    /** A builder with room for {@code expectedCount} attributes; it grows. */
    public static Builder builder(int expectedCount) {
        return new Builder(expectedCount);
    }

    /** How many attributes there are. */
    public int count() {
        return keys.length;
    }

    /** The key at {@code position}, 0-based. */
    public String key(int position) {
        return keys[position];
    }

    /** The value at {@code position}, 0-based. */
    public Value value(int position) {
        return values[position];
    }

    /** The value of the first attribute with this key, or null. Linear: for the few look-ups by name. */
    public @Nullable Value get(String key) {
        for (var position = 0; position < keys.length; position++) {
            if (keys[position].equals(key)) {
                return values[position];
            }
        }
        return null;
    }

    /** The string under {@code key}, or null where there is none or it is not a string. */
    public @Nullable String text(String key) {
        return get(key) instanceof Value.Text text ? text.text() : null;
    }

    /** Collects attributes in order. Not thread-safe. */
    public static final class Builder {
        private final List<String> keys;
        private final List<Value> values;

        private Builder(int expectedCount) {
            keys = new ArrayList<>(expectedCount);
            values = new ArrayList<>(expectedCount);
        }

        /** Appends one attribute. */
        public Builder add(String key, Value value) {
            keys.add(key);
            values.add(value);
            return this;
        }

        /** How many attributes were added so far. */
        public int count() {
            return keys.size();
        }

        /** The attributes added so far. */
        public Attributes build() {
            return new Attributes(keys.toArray(String[]::new), values.toArray(Value[]::new));
        }
    }
}
