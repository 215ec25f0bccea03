// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.Cosigner;
import io.deedbook.storage.tlog.KeyType;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TlogPolicy.Witness;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WitnessAddressTest {
    @Test
    void of_submitsOnceToTwoKeysAtOneAddress() {
        var addresses = WitnessAddress.of(policy(List.of(
                witness("w", KeyType.COSIGNATURE_ED25519, "https://w.example/"),
                witness("w-pq", KeyType.COSIGNATURE_ML_DSA_44, "https://w.example"),
                witness("v", KeyType.COSIGNATURE_ED25519, "http://v.example/a"))));
        assertThat(addresses)
                .extracting(WitnessAddress::url)
                .containsExactly("https://w.example", "http://v.example/a");
        assertThat(addresses.get(0).name()).isEqualTo("w");
        assertThat(addresses.get(0).keys()).hasSize(2);
    }

    @Test
    void check_refusesAPolicyThatCantBeFollowed() {
        assertThatThrownBy(() -> Cosigning.check(policy(List.of()))).isInstanceOf(IllegalArgumentException.class);
        for (var url : new String[] {null, "ftp://w.example", "w.example"}) {
            assertThatThrownBy(() -> Cosigning.check(policy(List.of(witness("w", KeyType.COSIGNATURE_ED25519, url)))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        var many = IntStream.range(0, 19)
                .mapToObj(number -> witness("w" + number, KeyType.COSIGNATURE_ML_DSA_44, "https://w.example"))
                .toList();
        assertThatThrownBy(() -> Cosigning.check(policy(many))).hasMessageContaining("room");
        Cosigning.check(policy(many.subList(0, 18)));
    }

    private static Witness witness(String name, KeyType type, @Nullable String url) {
        var key = Cosigner.of(type, "witness.example/" + name, Cosigner.newSecret(new SecureRandom()))
                .vkey();
        return new Witness(name, key, url);
    }

    private static TlogPolicy policy(List<Witness> witnesses) {
        return new TlogPolicy(List.of(), witnesses, List.of(), TlogPolicy.NONE);
    }
}
