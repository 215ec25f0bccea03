// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TlogPolicy.Witness;
import io.deedbook.storage.tlog.Vkey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An address that checkpoints are submitted to, and whose lines are expected back: one witness, or several keys of one.
 *
 * @param url submission prefix, without a slash at its end
 * @param name of the first of the witnesses, for logs and metrics
 */
record WitnessAddress(String url, String name, List<Vkey> keys) {
    WitnessAddress {
        keys = List.copyOf(keys);
    }

    /**
     * The addresses of a policy.
     *
     * @throws IllegalArgumentException when a witness has none
     */
    static List<WitnessAddress> of(TlogPolicy policy) {
        Map<String, List<Witness>> byUrl = new LinkedHashMap<>();
        for (var witness : policy.witnesses()) {
            var url = witness.url();
            if (url == null || !(url.startsWith("https://") || url.startsWith("http://"))) {
                throw new IllegalArgumentException("The witness " + witness.name()
                        + " has no address (expected: http:// or https:// and a host).");
            }
            byUrl.computeIfAbsent(
                            url.endsWith("/") ? url.substring(0, url.length() - 1) : url, unused -> new ArrayList<>())
                    .add(witness);
        }
        return byUrl.entrySet().stream()
                .map(entry -> new WitnessAddress(
                        entry.getKey(),
                        entry.getValue().get(0).name(),
                        entry.getValue().stream().map(Witness::key).toList()))
                .toList();
    }

    /** What a key's lines are stored under: the beginning of its text, which tells keys of one name apart. */
    static String id(Vkey key) {
        return key.name() + '+' + HexFormat.of().formatHex(key.keyId());
    }
}
