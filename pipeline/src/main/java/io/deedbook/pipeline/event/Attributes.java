// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.event;

import java.util.Arrays;
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
        private static final int ROOM_MIN = 4;

        private String[] keys;
        private Value[] values;
        private int count;

        private Builder(int expectedCount) {
            keys = new String[expectedCount];
            values = new Value[expectedCount];
        }

        /** Appends one attribute. */
        public Builder add(String key, Value value) {
            makeRoom(1);
            keys[count] = key;
            values[count++] = value;
            return this;
        }

        /** Appends the first attributes of others. */
        public Builder addFirst(Attributes others, int countOfOthers) {
            makeRoom(countOfOthers);
            System.arraycopy(others.keys, 0, keys, count, countOfOthers);
            System.arraycopy(others.values, 0, values, count, countOfOthers);
            count += countOfOthers;
            return this;
        }

        /** Appends what another builder has so far. */
        public Builder addAll(Builder other) {
            makeRoom(other.count);
            System.arraycopy(other.keys, 0, keys, count, other.count);
            System.arraycopy(other.values, 0, values, count, other.count);
            count += other.count;
            return this;
        }

        private void makeRoom(int more) {
            if (count + more > keys.length) {
                var room = Math.max(count + more, Math.max(ROOM_MIN, 2 * keys.length));
                keys = Arrays.copyOf(keys, room);
                values = Arrays.copyOf(values, room);
            }
        }

        /** How many attributes were added so far. */
        public int count() {
            return count;
        }

        /** The attributes added so far. */
        public Attributes build() {
            return new Attributes(Arrays.copyOf(keys, count), Arrays.copyOf(values, count));
        }
    }
}
