// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proofs, right ones and wrong ones, that transparency-dev/merkle publishes; their notice lies with them. */
class PublishedVectorsTest {
    private static final String FOLDER = "/transparency-dev-merkle/";

    @ParameterizedTest
    @MethodSource("inclusions")
    void includes_judgesAsPublished(Vector vector) {
        var json = vector.json();
        assertThat(ProofVerifier.includes(
                        hash(json, "leafHash"),
                        number(json, "leafIdx"),
                        number(json, "treeSize"),
                        path(json),
                        hash(json, "root")))
                .isEqualTo(!json.getBoolean("wantErr"));
    }

    @ParameterizedTest
    @MethodSource("consistencies")
    void extend_judgesAsPublished(Vector vector) {
        var json = vector.json();
        assertThat(ProofVerifier.extend(
                        number(json, "size1"),
                        hash(json, "root1"),
                        number(json, "size2"),
                        hash(json, "root2"),
                        path(json)))
                .isEqualTo(!json.getBoolean("wantErr"));
    }

    @Test
    void allOfThemAreHere() throws IOException {
        assertThat(inclusions()).hasSize(98);
        assertThat(consistencies()).hasSize(98);
        assertThat(inclusions()).anyMatch(vector -> !vector.json().getBoolean("wantErr"));
    }

    static List<Vector> inclusions() throws IOException {
        return read("inclusion.jsonl");
    }

    static List<Vector> consistencies() throws IOException {
        return read("consistency.jsonl");
    }

    private static List<Vector> read(String file) throws IOException {
        try (var in = PublishedVectorsTest.class.getResourceAsStream(FOLDER + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(JsonObject::new)
                    .map(Vector::new)
                    .toList();
        }
    }

    /** Numbers are of 64 bits without sign: beyond 2^63 they are negative here, which no index or size may be. */
    private static long number(JsonObject json, String name) {
        return json.getNumber(name).longValue();
    }

    private static byte[] hash(JsonObject json, String name) {
        return decoded(json.getString(name));
    }

    private static List<byte[]> path(JsonObject json) {
        @Nullable JsonArray proof = json.getJsonArray("proof");
        return proof == null
                ? List.of()
                : proof.stream().map(hash -> decoded((String) hash)).toList();
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** One vector, shown by its name. */
    record Vector(JsonObject json) {
        @Override
        public String toString() {
            return json.getString("name");
        }
    }
}
