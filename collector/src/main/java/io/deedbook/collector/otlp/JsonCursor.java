// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Walks over OTLP/JSON. Members that are null count as absent. Numbers may be numbers or strings, because protobuf's
 * JSON mapping writes 64-bit ones as strings and JavaScript senders write them as numbers. Used by one thread.
 */
final class JsonCursor {
    private static final int NUMBER_CHARS_MAX = 64;
    private static final int PLAIN_DIGITS_MAX = 18;
    private static final double TWO_POW_63 = 0x1p63;

    private final JsonParser in;
    private final JsonTexts texts = new JsonTexts();

    JsonCursor(JsonParser in) {
        this.in = in;
    }

    /** Enters the object that the cursor is at. */
    void enterObject() throws IOException {
        if (!in.hasToken(JsonToken.START_OBJECT)) {
            throw unexpected("an object");
        }
    }

    /** The name of the object's next member, its value becoming the current one; null after the last. */
    @Nullable
    String nextMember() throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            var name = in.currentName();
            if (in.nextToken() != JsonToken.VALUE_NULL) {
                return name;
            }
        }
        return null;
    }

    /** Enters the array that the cursor is at. */
    void enterArray() throws IOException {
        if (!in.hasToken(JsonToken.START_ARRAY)) {
            throw unexpected("an array");
        }
    }

    /** Goes to the array's next entry; false after the last. */
    boolean nextEntry() throws IOException {
        @Nullable JsonToken token;
        do {
            token = in.nextToken();
        } while (token == JsonToken.VALUE_NULL);
        if (token == null) {
            throw unexpected("the end of an array");
        }
        return token != JsonToken.END_ARRAY;
    }

    /** Goes past the current value. */
    void skip() throws IOException {
        in.skipChildren();
    }

    /** The current value as a string; a number or a boolean is taken as it is written. */
    String text() throws IOException {
        checkScalar("a string");
        return texts.text(in);
    }

    String hexId(int sizeMax) throws IOException {
        return HexId.of(text(), sizeMax);
    }

    boolean bool() throws IOException {
        checkScalar("true or false");
        return in.hasToken(JsonToken.VALUE_TRUE) || in.getText().equals("true");
    }

    /** A signed 64-bit integer. */
    long int64() throws IOException {
        return atPlainInteger() ? in.getLongValue() : number("an integer of 64 bits", JsonCursor::parseInt64);
    }

    /** An unsigned 64-bit integer, in the bits of a long. */
    long uint64() throws IOException {
        return atPlainInteger() ? in.getLongValue() : number("an unsigned integer of 64 bits", JsonCursor::parseUint64);
    }

    int int32() throws IOException {
        return (int) int64();
    }

    long uint32() throws IOException {
        return int64() & 0xFFFF_FFFFL;
    }

    /** A double; {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} are strings in JSON. */
    double decimal() throws IOException {
        return number("a number", Double::parseDouble);
    }

    /** An enum, which OTLP/JSON has as a number; names are taken too, an unknown one as 0. */
    int enumNumber(ToIntFunction<String> numberOfName) throws IOException {
        if (!in.hasToken(JsonToken.VALUE_STRING)) {
            return int32();
        }
        var text = in.getText();
        if (!text.isEmpty() && Character.isUpperCase(text.charAt(0))) {
            try {
                return numberOfName.applyAsInt(text);
            } catch (IllegalArgumentException e) {
                return 0;
            }
        }
        return int32();
    }

    /** Whether the current value is a string, a number or a boolean. */
    boolean atScalar() {
        return in.currentToken().isScalarValue();
    }

    private boolean atPlainInteger() throws IOException {
        return in.hasToken(JsonToken.VALUE_NUMBER_INT) && in.getTextLength() <= PLAIN_DIGITS_MAX;
    }

    private <N extends Number> N number(String expected, Function<String, N> parse) throws IOException {
        checkScalar(expected);
        var digits = in.getText().strip();
        if (digits.length() <= NUMBER_CHARS_MAX) {
            try {
                return parse.apply(digits);
            } catch (NumberFormatException e) {
                throw unexpected(expected);
            }
        }
        throw unexpected(expected);
    }

    private static long parseInt64(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return wholeNumber(digits);
        }
    }

    private static long parseUint64(String digits) {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            return wholeNumber(digits);
        }
    }

    /** JavaScript may write a large integer as {@code 1.7e18}. */
    private static long wholeNumber(String digits) {
        var number = Double.parseDouble(digits);
        if (number != Math.rint(number) || Math.abs(number) >= TWO_POW_63) {
            throw new NumberFormatException();
        }
        return (long) number;
    }

    private void checkScalar(String expected) {
        if (!atScalar()) {
            throw unexpected(expected);
        }
    }

    private MalformedExportException unexpected(String expected) {
        var at = in.currentTokenLocation();
        return new MalformedExportException("The JSON is no OTLP export: expected " + expected + " at line "
                + at.getLineNr() + ", column " + at.getColumnNr() + ".");
    }
}
