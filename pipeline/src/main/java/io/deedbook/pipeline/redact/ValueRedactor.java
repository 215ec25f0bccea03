// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;

/** Redacts attributes: keys and values, nested ones too, and numbers with as many digits as a card has. Thread-safe. */
final class ValueRedactor {
    /** Deeper nesting fails: the decoders let less through. */
    static final int DEPTH_MAX = 100;

    private static final long NUMBER_MIN = 1_000_000_000_000L;
    private static final double NUMBER_END = 0x1p63;

    private final TextRedactor texts;

    ValueRedactor(TextRedactor texts) {
        this.texts = texts;
    }

    /** The attributes with every finding replaced, the same instance when there is none. */
    Attributes redact(Attributes attributes, Map<String, Integer> counts) {
        return redact(attributes, counts, 0);
    }

    @SuppressWarnings("ReferenceEquality") // the same instance says that nothing was found
    private Attributes redact(Attributes attributes, Map<String, Integer> counts, int depth) {
        Attributes.Builder changed = null;
        for (var position = 0; position < attributes.count(); position++) {
            var key = attributes.key(position);
            var value = attributes.value(position);
            var redactedKey = texts.redactName(key, counts);
            var redactedValue = redact(key, value, counts, depth + 1);
            if (changed == null && (redactedKey != key || redactedValue != value)) {
                changed = Attributes.builder(attributes.count()).addFirst(attributes, position);
            }
            if (changed != null) {
                changed.add(redactedKey, redactedValue);
            }
        }
        return changed == null ? attributes : changed.build();
    }

    private Value redact(String key, Value value, Map<String, Integer> counts, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalStateException("depth: " + depth + " (expected: <= " + DEPTH_MAX + ")");
        }
        if (value instanceof Value.Text text) {
            return redact(key, text, counts);
        } else if (value instanceof Value.Int number) {
            return redact(key, number, number.number(), counts);
        } else if (value instanceof Value.Decimal number) {
            var whole = Math.rint(number.number()) == number.number() && Math.abs(number.number()) < NUMBER_END;
            return whole ? redact(key, number, (long) number.number(), counts) : number;
        } else if (value instanceof Value.Bytes bytes) {
            return redact(key, bytes, counts);
        } else if (value instanceof Value.Items items) {
            var redacted = new ArrayList<Value>(items.items().size());
            for (var item : items.items()) {
                redacted.add(redact(key, item, counts, depth + 1));
            }
            return redacted.equals(items.items()) ? items : new Value.Items(redacted);
        } else if (value instanceof Value.Fields fields) {
            var redacted = redact(fields.fields(), counts, depth + 1);
            return redacted == fields.fields() ? fields : new Value.Fields(redacted);
        }
        return value;
    }

    @SuppressWarnings("ReferenceEquality") // the same instance says that nothing was found
    private Value redact(String key, Value.Text text, Map<String, Integer> counts) {
        if (Shape.isUuid(text.text()) && !DetectorEngine.isSecretUnder(key, text.text())) {
            return text;
        }
        var redacted = texts.redactUnder(key, text.text(), counts);
        return redacted == text.text() ? text : new Value.Text(redacted);
    }

    /** Whether something is found in a number, which is counted then. */
    boolean isFound(long number, Map<String, Integer> counts) {
        if (isShort(number)) {
            return false;
        }
        var value = new Value.Int(number);
        return !redact("", value, number, counts).equals(value);
    }

    private Value redact(String key, Value value, long number, Map<String, Integer> counts) {
        if (isShort(number) && !DetectorEngine.mayNameSecret(key)) {
            return value;
        }
        var digits = Long.toString(number);
        if (isShort(number) && !DetectorEngine.isSecretUnder(key, digits)) {
            return value;
        }
        var redacted = texts.redactUnder(key, digits, counts);
        return redacted.equals(digits) ? value : new Value.Text(redacted);
    }

    /** Whether a number has too few digits for a card. */
    private static boolean isShort(long number) {
        return number < NUMBER_MIN && number > -NUMBER_MIN;
    }

    /**
     * Bytes stay bytes where they are text; where they are not, they are looked at one by one and masked as a whole.
     */
    private Value redact(String key, Value.Bytes bytes, Map<String, Integer> counts) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.bytes()))
                    .toString();
            var redacted = texts.redactUnder(key, text, counts);
            return redacted.equals(text) ? bytes : new Value.Bytes(redacted.getBytes(StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            return texts.wholeIfFound(new String(bytes.bytes(), StandardCharsets.ISO_8859_1), counts)
                    .<Value>map(Value.Text::new)
                    .orElse(bytes);
        }
    }
}
