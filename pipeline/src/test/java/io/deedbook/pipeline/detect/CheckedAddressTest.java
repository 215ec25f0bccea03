// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of the definitions of Base58Check, Bech32, Bech32m, CashAddr and EIP-55. */
class CheckedAddressTest {
    @Test
    void decode_isWhatTheDraftOfBase58Says() {
        assertThat(Base58.BITCOIN.decode("2NEpo7TZRRrLZSi2U")).asString().isEqualTo("Hello World!");
        assertThat(HexFormat.of().formatHex(Base58.BITCOIN.decode("11233QC4"))).isEqualTo("0000287fb4cd");
    }

    @Test
    void decode_refusesOtherCharacters() {
        assertThat(Base58.BITCOIN.decode("0OIl")).isNull();
        assertThat(Base58.BITCOIN.decode("1".repeat(129))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A12UEL5L",
                "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
                "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
                "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
                "A1LQFN3A",
                "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
                "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
                "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
            })
    void holds_forTheVectorsOfBip173AndBip350(String text) {
        assertThat(Bech32.holds(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A12uEL5L", "A1G7SGD8", "1qzzfhee", "10a06t8", "x1b4n0q5v", "M1VUXWEZ", "pzry9x0s0muk"})
    void holds_notForWhatBip173And350CallInvalid(String text) {
        assertThat(Bech32.holds(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void checked_takesTheVectorsOfEip55(String text) {
        assertThat(EthereumAddress.checked(text, 0, text.length())).isNotNull();
        assertThat(EthereumAddress.checked(text.replace('E', 'e'), 0, text.length()))
                .isNull();
    }

    @Test
    void holdsCash_forTheVectorsOfItsDefinition() {
        assertThat(Bech32.holdsCash("bitcoincash", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"))
                .isTrue();
        assertThat(Bech32.holdsCash("bitcoincash", "ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq"))
                .isTrue();
        assertThat(Bech32.holdsCash("bitcoincash", "ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pp"))
                .isFalse();
    }
}
