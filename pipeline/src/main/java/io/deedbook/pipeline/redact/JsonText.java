// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Text that is JSON: whether it can still be read after something in it was replaced, and how to replace it value by
 * value.
 */
final class JsonText {
    /** How deep JSON inside strings of JSON is followed. */
    static final int DEPTH_MAX = 3;

    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** Whether the text may be an object or an array. */
    static boolean looksLikeIt(String text) {
        for (var index = 0; index < text.length(); index++) {
            var unit = text.charAt(index);
            if (unit == '{' || unit == '[') {
                return true;
            }
            if (unit != ' ' && unit != '\n' && unit != '\r' && unit != '\t') {
                return false;
            }
        }
        return false;
    }

    /** Whether an object or array can begin so: most brackets are tokens, and to read those fails dearly. */
    private static boolean mayBegin(String text) {
        var open = skipSpace(text, 0);
        if (open == text.length()) {
            return false;
        }
        var inside = skipSpace(text, open + 1);
        if (inside == text.length()) {
            return false;
        }
        return switch (text.charAt(open)) {
            case '{' -> "\"}".indexOf(text.charAt(inside)) >= 0;
            case '[' ->
                "{[\"]-0123456789".indexOf(text.charAt(inside)) >= 0
                        || text.startsWith("true", inside)
                        || text.startsWith("false", inside)
                        || text.startsWith("null", inside);
            default -> false;
        };
    }

    /** As {@link #mayBegin(String)}, of the string that is read, by its first sign. */
    private static boolean mayBegin(JsonParser parser) throws IOException {
        if (parser.getTextLength() == 0) {
            return false;
        }
        var first = parser.getTextCharacters()[parser.getTextOffset()];
        return first == '{' || first == '[' || first <= ' ';
    }

    private static int skipSpace(String text, int from) {
        var index = from;
        while (index < text.length() && " \n\r\t".indexOf(text.charAt(index)) >= 0) {
            index++;
        }
        return index;
    }

    /** Whether the stretch is a number of JSON, all of it. */
    static boolean isNumber(String text, int start, int end) {
        return start > 0
                && end < text.length()
                && ":,[ \n\r\t".indexOf(text.charAt(start - 1)) >= 0
                && ",]} \n\r\t".indexOf(text.charAt(end)) >= 0;
    }

    /** How many objects and arrays can be read, those inside strings included; 0 when the text itself is no JSON. */
    static int readable(String text) {
        return readable(text, 0);
    }

    private static int readable(String text, int depth) {
        if (!mayBegin(text)) {
            return 0;
        }
        var count = 1;
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return 0;
            }
            var open = 1;
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                if (open == 0) {
                    return 0; // something follows the end
                }
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING && depth < DEPTH_MAX && mayBegin(parser)) {
                    count += readable(parser.getText(), depth + 1);
                }
            }
            return open == 0 ? count : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * The same JSON with {@code replacement} applied to each name, string and number; a number that is replaced becomes
     * a string.
     *
     * @param text JSON that can be read
     */
    static String replace(String text, Replacement replacement) {
        var out = new StringWriter(text.length());
        try (var parser = JSON.createParser(text);
                var generator = JSON.createGenerator(out)) {
            while (parser.nextToken() != null) {
                copy(parser, generator, replacement);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** What a name, string or number gives way to. */
    @FunctionalInterface
    interface Replacement {
        /**
         * What stands in place of the value.
         *
         * @param name that the value stands under; {@code ""} for names and in arrays
         * @param value without quotes and escapes
         * @param start where it stands in the text
         * @param end one past it
         * @return the value itself when it stays
         */
        String of(String name, String value, int start, int end);
    }

    private static void copy(JsonParser parser, JsonGenerator generator, Replacement replacement) throws IOException {
        switch (parser.currentToken()) {
            case FIELD_NAME -> generator.writeFieldName(replaced(parser, "", replacement));
            case VALUE_STRING -> generator.writeString(replaced(parser, nameOf(parser), replacement));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                var replaced = replaced(parser, nameOf(parser), replacement);
                if (replaced.equals(parser.getText())) {
                    generator.writeNumber(replaced);
                } else {
                    generator.writeString(replaced);
                }
            }
            default -> generator.copyCurrentEvent(parser);
        }
    }

    private static String replaced(JsonParser parser, String name, Replacement replacement) throws IOException {
        var value = parser.getText(); // reads to the end of the value
        var start = (int) parser.currentTokenLocation().getCharOffset();
        var end = (int) parser.currentLocation().getCharOffset();
        return replacement.of(name, value, start, end);
    }

    private static String nameOf(JsonParser parser) throws IOException {
        var name = parser.currentName();
        return name == null ? "" : name;
    }
}
