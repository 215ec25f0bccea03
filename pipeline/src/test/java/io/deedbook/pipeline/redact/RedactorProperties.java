// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.detect.Texts;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RedactorProperties {
    private static final List<String> NUMBERS = List.of("4111111111111111", "3171234101900001", "1.5", "7");

    private final TextRedactor redactor = new TextRedactor(
            DetectorEngine.paranoid(), new Tokens(new TokenKey(new byte[32]), RedactionPlan.TOKENS), false);

    @Property(tries = 2000)
    void redact_leavesNoFindingAndChangesNothingTheSecondTime(@ForAll("texts") String text) {
        var redacted = redact(text);
        assertThat(DetectorEngine.paranoid().scan(redacted)).isEmpty();
        assertThat(redact(redacted)).isEqualTo(redacted);
    }

    @Property(tries = 2000)
    void redact_leavesJsonThatCanBeRead(@ForAll("json") String json) {
        assertThat(JsonText.readable(json)).isPositive();
        assertThat(JsonText.readable(redact(json))).isPositive();
    }

    @Property(tries = 1000)
    void cut_leavesNoFindingAndNoHalfToken(@ForAll("texts") String text) {
        var counts = new TreeMap<String, Integer>();
        var cut = redactor.cut(redactor.redact(text, counts), 40, counts);
        assertThat(cut).hasSizeLessThanOrEqualTo(40);
        assertThat(DetectorEngine.paranoid().scan(cut)).isEmpty();
        assertThat(text.isEmpty() || cut.isEmpty() || !Character.isHighSurrogate(cut.charAt(cut.length() - 1)))
                .isTrue();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.randomValue(random -> wellFormed(Texts.random(random)));
    }

    @Provide
    Arbitrary<String> json() {
        return Arbitraries.randomValue(random -> json(random, 2));
    }

    private String redact(String text) {
        return redactor.redact(text, new TreeMap<>());
    }

    private static String json(Random random, int depth) {
        var out = new StringWriter();
        try (var generator = new JsonFactory().createGenerator(out)) {
            generator.writeStartObject();
            for (var member = 1 + random.nextInt(3); member > 0; member--) {
                var secret = random.nextInt(3) == 0; // all of its value goes, with the JSON that it is
                generator.writeFieldName(secret ? "password" : "m" + member);
                switch (random.nextInt(depth > 0 && !secret ? 4 : 3)) {
                    case 0 -> generator.writeNumber(NUMBERS.get(random.nextInt(NUMBERS.size())));
                    case 1 -> generator.writeBoolean(true);
                    case 2 -> generator.writeString(wellFormed(Texts.random(random)));
                    default -> generator.writeString(json(random, depth - 1));
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString();
    }

    /** As the decoders leave it: without lone surrogates. */
    private static String wellFormed(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? '\ufffd' : point)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
