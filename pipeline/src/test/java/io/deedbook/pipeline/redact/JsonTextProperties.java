// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The glance at the first signs of a text refuses nothing that can be read. */
class JsonTextProperties {
    private static final List<String> PARTS = List.of(
            "[",
            "]",
            "{",
            "}",
            "\"",
            "\\\"",
            ":",
            ",",
            " ",
            "\n",
            "\t",
            "1",
            "-2",
            "0.5e3",
            "true",
            "false",
            "null",
            "a",
            "\"a\"",
            "\"a\":",
            "[email:7f3a9c]",
            "\"[1]\"",
            "\u0001",
            "/",
            "'");

    @Property(tries = 20_000)
    void readable_isWhatTheParserReads(@ForAll("texts") String text) {
        assertThat(JsonText.readable(text)).isEqualTo(readable(text, 0));
    }

    @Provide
    Arbitrary<String> texts() {
        var valid = Arbitraries.of(
                "{}",
                "[]",
                "[ ]",
                "{\"a\":\"[1]\"}",
                "[\"{\\\"a\\\":[1]}\"]",
                "\n[true]",
                "[\tfalse]",
                "[null]",
                "[-1]");
        var random = Arbitraries.of(PARTS).list().ofMaxSize(6).map(parts -> String.join("", parts));
        return Arbitraries.oneOf(
                valid,
                random,
                random.map(inside -> '[' + inside + ']'),
                random.map(inside -> "{\"a\":" + inside + '}'),
                random.map(inside -> "[\"" + inside.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]"));
    }

    private static int readable(String text, int depth) {
        var count = 1;
        var open = 0;
        var first = true;
        try (var parser = new JsonFactory().createParser(text)) {
            for (JsonToken token; (token = parser.nextToken()) != null; first = false) {
                if (first ? !token.isStructStart() : open == 0) {
                    return 0;
                }
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING && depth < JsonText.DEPTH_MAX) {
                    count += readable(parser.getText(), depth + 1);
                }
            }
            return first || open > 0 ? 0 : count;
        } catch (IOException e) {
            return 0;
        }
    }
}
