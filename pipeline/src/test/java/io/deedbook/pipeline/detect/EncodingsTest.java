// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found although it is written in another way, and where. */
class EncodingsTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    @ParameterizedTest(name = "{1}")
    @MethodSource("found")
    void scan_findsExactlyWhatIsMarked(String type, String marked) {
        assertThat(DetectorTableTest.mark(type, marked.replace("«", "").replace("»", "")))
                .isEqualTo(marked);
    }

    static List<String[]> found() {
        return List.of(
                of("email", "?mail=«jane%40example.com»&x=1"),
                of("email", "?mail=«jane%2540example%252Ecom»&x=1"),
                of("email", "«jane&#64;example.com» «jane&#x40;example&period;com» «jane&commat;example.com»"),
                of("email", "«jane\\u0040example.com» «jane\\\\u002Bx\\\\u0040example.com»"),
                of("email", "«jane＠example.com» «ｊａｎｅ@example.com»"),
                of("email", "«ja\u200bne@exam\u00adple.com»"),
                of("credit_card", "card=«4111%201111%201111%201111»"),
                of("credit_card", "card=«4111+1111+1111+1111»&x"),
                of("credit_card", "«４１１１ １１１１ １１１１ １１１１»"),
                of("credit_card", "«٤١١١١١١١١١١١١١١١»"),
                of("credit_card", "«4111\u00a01111\u20091111\u202f1111»"),
                of("credit_card", "«4111\u20111111\u20101111\u22121111»"),
                of("credit_card", "«41\u200b11\u200c11\u200d11\u206011\ufeff11\u00ad1111»"),
                of("credit_card", "\"«4111\\u00a01111\\u200b1111\\u20111111»\""),
                of("credit_card", "«4111&nbsp;1111&nbsp;1111&#160;1111»"),
                of("credit_card", "«\ud835\udfd2\ud835\udfcf11 1111 1111 1111»"),
                of("us_ssn", "SSN: «078%2D05%2D1120»"),
                of("us_ssn", "SSN: «078–05–1120»"),
                of("url_credentials", "https:\\/\\/«jane:s3cret»@db\\/x"),
                of("url_credentials", "postgres%3A%2F%2F«jane%3As3cret»%40db"),
                of("aws_secret_access_key", "aws_secret_access_key=«" + SECRET.replace("/", "%2F") + "»"),
                of("password_assignment", "?q=password%3D«hunter2»%26x%3D1"),
                of("password_assignment", "password=«abc%26def»&x=1"),
                of("password_assignment", "password%3D%22«hunter2»%22"),
                of("email", "«" + base64("please mail jane@example.com") + "»"),
                of("email", "data:text/plain;base64,«" + base64("please mail jane@example.com, thanks") + "»"),
                of("credit_card", "x «" + base64("Karte 4111 1111 1111 1111 läuft ab") + "»."),
                of(
                        "password_assignment",
                        "-EncodedCommand «"
                                + Base64.getEncoder().encodeToString("set password=hunter2".getBytes(UTF_16LE)) + "»"),
                of(
                        "email",
                        "«"
                                + base64(
                                                "a long text that fills the first line, and jane@example.com in the second one")
                                        .replaceAll("(.{64})", "$1\\\\n")
                                + "»"),
                of(
                        "email",
                        "«"
                                + base64(
                                                "a long text that fills the first line, and jane@example.com in the second one")
                                        .replaceAll("(.{76})", "$1\r\n")
                                + "»"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%20 50%25 %zz %4 % &#; &#xyz; &commat &; \\u00 \\uzzzz",
                "d325d9d5b55c426bea088c407ee3ce248efd013e12f262a96d28a0e098e5199a",
                "/home/user/code/src/main/java/org/example/Parser",
                "Straße, naïve, 请联系 \ud83d\ude00 – “quoted”… 1\u00a0000\u00a0000 €",
                "c29tZXRoaW5nIGhhcm1sZXNzIHRvIHJlYWQ=",
                "\u200b\u200b\u200b \u2060",
            })
    void scan_findsNothing(String text) {
        assertThat(DetectorEngine.builtIn().scan(text)).isEmpty();
    }

    @Test
    void normalForm_isTheSameHoweverAValueIsWritten() {
        for (var card : List.of(
                "4111-1111-1111-1111", "4111%201111%201111%201111", "４１１１１１１１１１１１１１１１", "4111+1111+1111+1111")) {
            assertThat(DetectorEngine.normalForm("credit_card", card)).isEqualTo("4111111111111111");
        }
        assertThat(DetectorEngine.normalForm("email", "Jane%40example.com")).isEqualTo("jane@example.com");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String[] of(String type, String marked) {
        return new String[] {type, marked};
    }
}
