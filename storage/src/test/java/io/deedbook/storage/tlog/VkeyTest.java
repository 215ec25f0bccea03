// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VkeyTest {
    private static final String TEXT = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    @Test
    void parse_readsTheExampleOfTheSpecification() {
        var key = Vkey.parse(TEXT);
        assertThat(key.name()).isEqualTo("example.com/foo");
        assertThat(key).hasToString(TEXT).isEqualTo(Vkey.ed25519("example.com/foo", key.publicKey()));
        assertThat(key.keyId()).containsExactly(0x53, 0x0d, 0x90, 0x3a);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com/foo, key-form",
        "example.com/foo+530d903a, key-form",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, key-id",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, key-id",
        "example.com/fou+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, key-id",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, key-type",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U, key-base64",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv, key-length",
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, key-name",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, key-name",
        "example.com/foo+530d903a+, key-type",
        "'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n', key-base64"
    })
    void parse_refusesWhateverDiffersFromTheFormat(String text, String reason) {
        assertThatThrownBy(() -> Vkey.parse(text)).hasMessage("malformed: " + reason);
    }
}
