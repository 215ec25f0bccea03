// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words near a match make it surer, or less sure. */
class ContextTest {
    private static final List<Detector> DETECTORS = List.of(
            number("unsure", Confidence.LOW, 9),
            number("likely", Confidence.MEDIUM, 8),
            number("sure", Confidence.HIGH, 7));

    private final DetectorEngine engine = new DetectorEngine(DETECTORS, Confidence.MEDIUM);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tax id 123456789",
                "Tax-ID: 123456789",
                "TAX_ID=123456789",
                "{\"taxId\":\"123456789\"}",
                "{\"taxIds\":[\"123456789\"]}",
                "customerTaxId 123456789",
                "tax ids 123456789",
                "taxid=123456789",
                "{\\\"tax_id\\\":\\\"123456789\\\"}",
                "a\\ntax id\\n123456789",
                "tax id\n123456789",
                "123456789 (tax id)",
                "{\"order\":17,\"taxId\":\"123456789\",\"order\":1}",
                "Numéro de sécurité sociale : 123456789",
                "numero de securite sociale 123456789",
                "NUM\\u00c9RO DE S\\u00c9CURIT\\u00c9 SOCIALE 123456789",
                "Nume\u0301ro de se\u0301curite\u0301 sociale 123456789",
                "паспорт 123456789",
                "Паспорта 123456789, паспорт",
                "他的身份证号是 123456789",
                "ｔａｘ ｉｄ 123456789"
            })
    void scan_reportsWhatIsUnsureBesideARaisingWord(String text) {
        assertThat(engine.scan(text)).extracting(Finding::type).containsExactly("unsure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789",
                "syntax id 123456789",
                "tax idea 123456789",
                "tax id\n\n123456789",
                "tax id, which is far away, because many other words stand between it and 123456789",
                "tax id of the order 123456789",
                "123456789\ntax id",
                "a,tax id\nb",
            })
    void scan_reportsNothingUnsureWithoutOne(String text) {
        assertThat(engine.scan(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "order with a tax id 12345678", "tax id 12345678"})
    void scan_reportsWhatIsLikely(String text) {
        assertThat(engine.scan(text)).extracting(Finding::type).containsExactly("likely");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"order 12345678", "tax id of the order 12345678", "{\"orderIds\":[12345678]}", "12345678 orders"
            })
    void scan_reportsNothingLikelyBesideALoweringWord(String text) {
        assertThat(engine.scan(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567", "order 1234567"})
    void scan_reportsWhatIsSureWhateverStandsNearIt(String text) {
        assertThat(engine.scan(text)).extracting(Finding::type).containsExactly("sure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name,tax id,city\nx,y,z\nx,y,z\nJane,«123456789»,Here\n",
                "name;tax_id;order\n1;2;3\n1;2;3\n123456789;«123456789»;123456789",
                "name\ttaxId\n1\t2\n1\t2\nJane Doe, the first of her name in this list of customers\t«123456789»",
                "| name | tax id |\n|---|---|\n| x | y |\n| x | y |\n| 123456789 | «123456789» |",
                "{\"file\":\"name,taxId,x\\nx,y,z\\nx,y,z\\n123456789,«123456789»,123456789\\n\"}",
                "name,tax id\nx,y\nx,y\n\"Doe, Jane\",«123456789»\n\"123456789, a\",b",
                "name,tax id\nx,y\nx,y\n1,2,123456789\n123456789"
            })
    void scan_takesTheHeadOfTheColumnForAWordNearIt(String marked) {
        var text = marked.replace("«", "").replace("»", "");
        assertThat(ContextTest.marked(engine, text)).isEqualTo(marked);
    }

    private static String marked(Scanner scanner, String text) {
        var marked = new StringBuilder(text);
        for (var finding : scanner.scan(text)) {
            marked.insert(finding.end(), '»').insert(finding.start(), '«');
        }
        return marked.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tax_id", "user.taxId", "Tax ID"})
    void scan_takesTheNameThatATextStandsUnderForAWordNearIt(String name) {
        assertThat(engine.scan(name, "123456789")).hasSize(1);
        assertThat(engine.scan(name, "123456789" + " x".repeat(200))).isEmpty();
        assertThat(engine.scan("order", "12345678")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NHS number 493 191 7445", "{\"nhsNo\":\"493 191 7445\"}", "id,nhs_number,x\n1,493 191 7445,2\n"
            })
    void scan_ofSeveralTypesTakesTheOneThatAWordNames(String text) {
        assertThat(DetectorEngine.builtIn().scan(text))
                .extracting(Finding::type)
                .containsExactly("uk_nhs");
    }

    private static Detector number(String type, Confidence confidence, int digits) {
        return Detector.of(type, Category.GOVERNMENT_ID)
                .pattern("[0-9]{" + digits + "}", 0, digits)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .confidence(confidence)
                .near("tax id", "numéro de sécurité sociale", "паспорт", "身份证")
                .notNear("order")
                .on(Trigger.Digits.of("", digits, digits, 1, digits));
    }
}
