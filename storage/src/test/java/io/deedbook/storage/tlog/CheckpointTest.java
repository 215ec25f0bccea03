// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @Test
    void format_isWhatParseReads() {
        var checkpoint = new Checkpoint("example.com/ledger/1", 0, TreeHasher.emptyRoot());
        assertThat(checkpoint.format()).isEqualTo("example.com/ledger/1\n0\n" + ROOT + "\n");
        assertThat(Checkpoint.parse(checkpoint.format())).isEqualTo(checkpoint).hasSameHashCodeAs(checkpoint);
    }

    @Test
    void parse_passesOverExtensionLines() {
        assertThat(Checkpoint.parse("o\n7\n" + ROOT + "\nextension 1\nextension 2\n")
                        .size())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|checkpoint-form",
                "'o\n1\n'|checkpoint-form",
                "'o\n1\nR'|checkpoint-form",
                "'o\n1\nR\n\n'|checkpoint-form",
                "'o\n1\nR\n\next\n'|checkpoint-form",
                "'\n1\nR\n'|checkpoint-form",
                "'o\r\n1\r\nR\r\n'|checkpoint-size",
                "'o o\n1\nR\n'|key-name",
                "'o\n01\nR\n'|checkpoint-size",
                "'o\n+1\nR\n'|checkpoint-size",
                "'o\n-1\nR\n'|checkpoint-size",
                "'o\n1 \nR\n'|checkpoint-size",
                "'o\n\u0661\nR\n'|checkpoint-size",
                "'o\n9223372036854775808\nR\n'|checkpoint-size",
                "'o\n1\nR=\n'|checkpoint-root",
                "'o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n'|checkpoint-root",
                "'o\n1\n47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\n'|checkpoint-root",
                "'o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n'|checkpoint-root",
                "'o\n1\nAAAA\n'|checkpoint-root"
            })
    void parse_refusesWhateverDiffersFromTheFormat(String text, String reason) {
        assertThatThrownBy(() -> Checkpoint.parse(text.replace("R", ROOT)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("malformed: " + reason);
    }
}
