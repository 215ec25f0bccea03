// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that a pattern matches and that a trigger once refused. */
class TriggersTest {
    private final DetectorEngine engine = DetectorEngine.paranoid();

    @ParameterizedTest
    @MethodSource("texts")
    void scan_findsWhatThePatternAllows(String type, String text) {
        assertThat(engine.scan(text)).extracting(Finding::type).contains(type);
        assertThat(engine.scan(text)).isEqualTo(PlainEngine.of(engine).scan(text));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                // patterns without case take the long s and the sign of kelvin for letters
                Arguments.of("password_assignment", "pa\u017f\u017fword=hunter2!x"),
                Arguments.of("password_assignment", "secret\u212aey | hunter2!x"),
                Arguments.of("heroku_key", "hero\u212au_key=f3fbe788-fcb9-4b9d-8de1-5aeed7e1a45c"),
                Arguments.of("date_of_birth", "born 1 \u017fept 1985"),
                Arguments.of("postal_address", "12 \u017fquare Victor Hugo"),
                // signs that the pattern has in its class
                Arguments.of("azure_client_secret", "Abc8Q~." + Sample.base62(33)),
                Arguments.of("newrelic_key", "en01xx" + Sample.hex(30) + "NRAL"),
                // values shorter than those of other names
                Arguments.of("session_cookie", "connect.sid=s3OaDcWpPnml"),
                // names in all their spellings, and what may part an option from its value
                Arguments.of("crypto_private_key", "wallet-key: " + Sample.hex(64)),
                Arguments.of("basic_auth", "curl -u\tjane:s3cr3t!"),
                Arguments.of("basic_auth", "curl --proxy-user=jane:s3cr3t!"),
                // names of signs in HTML
                Arguments.of("password_assignment", "{&quot;password&quot;:&quot;hunter2!x&quot;}"),
                // numbers with another sign behind them than those of digits
                Arguments.of("date_of_birth", "born 1\u00ba dez 1985"),
                Arguments.of("postal_address", "4bis, cours Albert"),
                Arguments.of("device_serial", "serial GHJKLMNPQRSTU7"),
                // what may stand between a name and its value
                Arguments.of("card_expiry", "expi\u017f 12/27"),
                Arguments.of("card_expiry", "ExpDate 12/27"),
                Arguments.of("person_name", "name value=\"Jane Doe\""),
                Arguments.of("person_name", "\\\"name\\\" : \\\"Jane Doe\\\""),
                Arguments.of("password_assignment", "<add key=\\\"Password\\\" value=\\\"hunter2!x\\\"/>"),
                Arguments.of("password_assignment", "<secret_key>hunter2!x</secret_key>"),
                Arguments.of("aws_secret_access_key", "AKIA" + Sample.capitals(16) + ";" + Sample.base62(40)));
    }
}
