// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptFileTest {
    private static final String VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "'c2sp.org/tlog-proof@v1\nindex 3\n', it is a receipt",
        "'{\"format\":\"deedbook-export/v1\"}', it is JSON",
        "'PK\u0003\u0004', it is a zip file",
        "'log " + VKEY + "\nquorum none\n', which --policy takes",
        "'" + VKEY + "\n', which --vkey takes",
        "'example.com/foo\n3\n', malformed: note-form"
    })
    void trouble_saysWhatTheFileSeemsToBe(String text, String seems) {
        assertThat(KeptFile.trouble(text))
                .hasValueSatisfying(trouble -> assertThat(trouble)
                        .startsWith("The file of --checkpoint is no signed checkpoint: ")
                        .contains(seems));
    }

    @Test
    void trouble_isNoneOfACheckpointWhoeverSignedIt() {
        var checkpoint = """
                example.com/foo
                0
                47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

                \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
                """;

        assertThat(KeptFile.trouble(checkpoint)).isEmpty();
    }
}
