// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointSubmissionTest {
    private static final String HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @Test
    void format_isWhatParseReads() {
        var body = "old 20852014\n" + HASH + "\n" + HASH + "\n\nexample.com/log\n7\n" + HASH + "\n\n\u2014 a b\n";
        var submission = CheckpointSubmission.parse(body);
        assertThat(submission.oldSize()).isEqualTo(20_852_014);
        assertThat(submission.proof()).hasSize(2);
        assertThat(submission.checkpoint()).isEqualTo("example.com/log\n7\n" + HASH + "\n\n\u2014 a b\n");
        assertThat(submission.format()).isEqualTo(body);
        assertThat(CheckpointSubmission.parse("old 0\n\nrest").proof()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|submission-form",
                "'old 1\n'|submission-form",
                "'size 1\n\nc'|submission-form",
                "'old 01\n\nc'|submission-old",
                "'old -1\n\nc'|submission-old",
                "'old 1 \n\nc'|submission-old",
                "'old 1\r\n\nc'|submission-old",
                "'old 9223372036854775808\n\nc'|submission-old",
                "'old 1\nAAAA\n\nc'|submission-proof"
            })
    void parse_refusesWhateverDiffersFromTheFormat(String body, String reason) {
        assertThatThrownBy(() -> CheckpointSubmission.parse(body)).hasMessage("malformed: " + reason);
    }

    @Test
    void parse_refusesMoreHashesThanAProofCanHave() {
        assertThat(CheckpointSubmission.parse("old 1\n" + (HASH + "\n").repeat(63) + "\nc")
                        .proof())
                .hasSize(63);
        assertThatThrownBy(() -> CheckpointSubmission.parse("old 1\n" + (HASH + "\n").repeat(64) + "\nc"))
                .hasMessage("malformed: submission-proof");
    }
}
