// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class CanonicalJsonProperties {
    @Property(tries = 500)
    void string_isReadBackAsWritten(@ForAll String text) throws IOException {
        var json = new CanonicalJson(16)
                .startObject()
                .name(text)
                .string(text)
                .endObject()
                .toString();

        try (var parser = new JsonFactory().createParser(json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(parser.nextFieldName()).isEqualTo(text);
            assertThat(parser.nextTextValue()).isEqualTo(text);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isNull();
        }
    }

    /** Eight bytes are looked at together, so what is escaped stands at every place among harmless neighbours. */
    @Property
    void string_isWhatRfc8785Says(
            @ForAll @StringLength(max = 40) @CharRange(from = 0, to = 0x7f) String before,
            @ForAll char unit,
            @ForAll @StringLength(max = 20) @CharRange(from = 'a', to = 0x17f) String after) {
        Assume.that(!Character.isSurrogate(unit));
        var text = before + unit + after;

        assertThat(new CanonicalJson(1).string(text).toString()).isEqualTo(simply(text));
        assertThat(new CanonicalJson(1).string(text).toBytes())
                .isEqualTo(simply(text).getBytes(StandardCharsets.UTF_8));
    }

    private static String simply(String text) {
        var json = new StringBuilder("\"");
        for (var position = 0; position < text.length(); position++) {
            var unit = text.charAt(position);
            var known = "\b\t\n\f\r\"\\".indexOf(unit);
            if (known >= 0) {
                json.append('\\').append("btnfr\"\\".charAt(known));
            } else if (unit < ' ') {
                json.append("\\u%04x".formatted((int) unit));
            } else {
                json.append(unit);
            }
        }
        return json.append('"').toString();
    }

    @Property
    void numbers_areThoseOfTheLanguage(@ForAll long number, @ForAll byte[] bytes) {
        var json = new CanonicalJson(1).startArray();
        json.decimal(number).integer(number / 4_096).hex(bytes).base64Url(bytes).endArray();

        assertThat(json.toString())
                .isEqualTo("[\"" + number + "\"," + number / 4_096 + ",\""
                        + HexFormat.of().formatHex(bytes) + "\",\""
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\"]");
    }

    @Property
    void attributes_areSortedHoweverManyThereAre(@ForAll @Size(max = 70) List<@StringLength(max = 3) String> keys) {
        var attributes = Attributes.builder(keys.size());
        var expected = new TreeMap<String, Long>();
        for (var key : keys) {
            if (expected.putIfAbsent(key, (long) expected.size()) == null) {
                attributes.add(key, new Value.Int(expected.get(key)));
            }
        }
        var json = new CanonicalJson(1).startObject();
        expected.forEach((key, number) -> json.name(key).integer(number));

        assertThat(new CanonicalJson(1).attributes(attributes.build()).toString())
                .isEqualTo(json.endObject().toString());
    }
}
