// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.canonical.CanonicalJson;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a value means where a text, a number, a truth or a list is wanted: the same attribute comes with different types
 * on different events, so {@code "25"}, {@code 25} and {@code 25.0} are all 25. Null where it means nothing of the
 * kind.
 */
final class Reading {
    private static final int DIGITS_MAX = 40;
    /** Beyond it a double no longer tells one integer from the next. */
    private static final double INTEGER_MAX = 1L << 53;

    private Reading() {}

    /** A text that is not empty; numbers and truths are written out. */
    static @Nullable String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text().isEmpty() ? null : text.text();
        } else if (value instanceof Value.Int number) {
            return Long.toString(number.number());
        } else if (value instanceof Value.Bool bool) {
            return Boolean.toString(bool.truth());
        }
        return null;
    }

    /** An integer that is not negative; decimals are rounded. */
    static @Nullable Long integer(Value value) {
        if (value instanceof Value.Int number) {
            return number.number() < 0 ? null : (Long) number.number();
        } else if (value instanceof Value.Decimal number) {
            return rounded(number.number());
        } else if (value instanceof Value.Text text && text.text().length() <= DIGITS_MAX) {
            return integer(text.text().strip());
        }
        return null;
    }

    /** A finite decimal that is not negative. */
    static @Nullable Double decimal(Value value) {
        if (value instanceof Value.Int number) {
            return number.number() < 0 ? null : (Double) (double) number.number();
        } else if (value instanceof Value.Decimal number) {
            return Double.isFinite(number.number()) && number.number() >= 0 ? (Double) number.number() : null;
        } else if (value instanceof Value.Text text && text.text().length() <= DIGITS_MAX) {
            return decimal(text.text().strip());
        }
        return null;
    }

    /** A truth, {@code "true"} and {@code "false"} included. */
    static @Nullable Boolean truth(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.truth();
        } else if (value instanceof Value.Text text) {
            return switch (text.text()) {
                case "true" -> Boolean.TRUE;
                case "false" -> Boolean.FALSE;
                default -> null;
            };
        }
        return null;
    }

    /** The texts of a list that has nothing else in it, as many as a field keeps; one text is a list of one. */
    static @Nullable List<String> texts(Value value) {
        if (value instanceof Value.Text text) {
            return text.text().isEmpty() ? null : List.of(text.text());
        } else if (!(value instanceof Value.Items items) || items.items().isEmpty()) {
            return null;
        } else {
            var texts = new ArrayList<String>();
            for (var item : items.items()) {
                if (!(item instanceof Value.Text text)) {
                    return null;
                } else if (texts.size() < Field.LIST_ENTRIES_MAX) {
                    texts.add(text.text());
                }
            }
            return texts;
        }
    }

    /** The text of content: as it came, or canonical JSON of what is not a text. */
    static String content(Value value) {
        var legible = legible(value);
        return legible instanceof Value.Text text
                ? text.text()
                : new CanonicalJson(256).value(legible).toString();
    }

    /**
     * Bytes that are text as text, whole decimals as integers: base64 and exponents would hide what redaction looks
     * for.
     */
    private static Value legible(Value value) {
        if (value instanceof Value.Bytes bytes) {
            return utf8(bytes);
        } else if (value instanceof Value.Decimal number) {
            var whole = number.number() == Math.rint(number.number()) && Math.abs(number.number()) <= INTEGER_MAX;
            return whole ? new Value.Int((long) number.number()) : number;
        } else if (value instanceof Value.Items items) {
            return new Value.Items(items.items().stream().map(Reading::legible).toList());
        } else if (value instanceof Value.Fields fields) {
            var builder = Attributes.builder(fields.fields().count());
            for (var position = 0; position < fields.fields().count(); position++) {
                builder.add(
                        fields.fields().key(position), legible(fields.fields().value(position)));
            }
            return new Value.Fields(builder.build());
        }
        return value;
    }

    private static Value utf8(Value.Bytes bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.bytes()))
                    .toString();
            return new Value.Text(text.replace('\0', '\uFFFD'));
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }

    /** Whether {@code field} with {@code reading} in it tells all that {@code value} did. */
    static boolean exact(Field field, Value value, Object reading) {
        if (reading instanceof String text) {
            return text.length() <= field.charsMax();
        } else if (reading instanceof List<?> list) {
            return !(value instanceof Value.Items items)
                    || (items.items().size() == list.size()
                            && list.stream().allMatch(entry -> ((String) entry).length() <= field.charsMax()));
        }
        return value instanceof Value.Text text ? text.text().equals(reading.toString()) : !fractional(field, value);
    }

    private static boolean fractional(Field field, Value value) {
        return field != Field.COST_USD_NANOS
                && value instanceof Value.Decimal number
                && number.number() != Math.rint(number.number());
    }

    private static @Nullable Long integer(String digits) {
        try {
            var number = Long.parseLong(digits);
            return number < 0 ? null : (Long) number;
        } catch (NumberFormatException e) {
            var number = decimal(digits);
            return number == null ? null : rounded(number);
        }
    }

    private static @Nullable Double decimal(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(unit -> "0123456789.eE+-".indexOf(unit) >= 0)) {
            return null;
        }
        try {
            var number = Double.parseDouble(digits);
            return Double.isFinite(number) && number >= 0 ? (Double) number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long rounded(double number) {
        return number >= 0 && number <= INTEGER_MAX ? (Long) Math.round(number) : null;
    }
}
