// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    /** The example of the signed-note specification. */
    private static final Vkey KEY = Vkey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

    private static final String LINE = "\u2014 example.com/foo "
            + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    private static final String NOTE = "This is an example message.\n\n" + LINE;

    @Test
    void verify_trustsTheExampleOfTheSpecification() {
        var note = SignedNote.parse(NOTE);
        assertThat(note.verify(List.of(KEY))).isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(note.format()).isEqualTo(NOTE);
        assertThat(SignedNote.parse(NOTE.getBytes(StandardCharsets.UTF_8)).format())
                .isEqualTo(NOTE);
    }

    @Test
    void verify_passesOverLinesOfOtherKeys() {
        var other = "\u2014 example.org/bar AAAAAAAAAAAAAAAA\n";
        assertThat(SignedNote.parse("This is an example message.\n\n" + other + LINE)
                        .verify(List.of(KEY)))
                .isEqualTo(SignedNote.Verdict.TRUSTED);
        assertThat(SignedNote.parse("This is an example message.\n\n" + other).verify(List.of(KEY)))
                .isEqualTo(SignedNote.Verdict.NO_TRUSTED_SIGNATURE);
    }

    @Test
    void verify_refusesTheWholeNoteForOneWrongLineOfAKnownKey() {
        var wrong = LINE.replace("Tnagv", "Tnagw");
        assertThat(SignedNote.parse("This is an example message.\n\n" + LINE + wrong)
                        .verify(List.of(KEY)))
                .isEqualTo(SignedNote.Verdict.BAD_SIGNATURE);
        assertThat(SignedNote.parse(NOTE.replace("example message", "exemplary message"))
                        .verify(List.of(KEY)))
                .isEqualTo(SignedNote.Verdict.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n\u2014 name AAAAAAAAAAAAAAAA",
                "text\r\n\n\u2014 name AAAAAAAAAAAAAAAA\n",
                "text\n\n\u2014 name AAAAAAAAAAAAAAAA\n\n",
                "text\n\n\n\u2014 name AAAAAAAAAAAAAAA\n",
                "text\n\n- name AAAAAAAAAAAAAAAA\n",
                "text\n\n\u2014 name  AAAAAAAAAAAAAAAA\n",
                "text\n\n\u2014 na me AAAAAAAAAAAAAAAA\n",
                "text\n\n\u2014 na+me AAAAAAAAAAAAAAAA\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 name AAAAAAAAAAAAAAAAAA\n",
                "text\n\n\u2014 name AAAAAAAAAAAAAAAB=\n",
                "text\n\n\u2014 name AAAAAAAAAAAAAAB=\n",
                "te\u0007xt\n\n\u2014 name AAAAAAAAAAAAAAAA\n",
                "te\ud800xt\n\n\u2014 name AAAAAAAAAAAAAAAA\n",
                "text\n\n\u2014 name AAAAAAAAAAAAAAAA\nmore\n"
            })
    void parse_refusesWhateverDiffersFromTheFormat(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(MalformedException.class);
    }

    @Test
    void parse_refusesBytesThatAreNotUtf8() {
        var bytes = NOTE.getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) 0xff;
        assertThatThrownBy(() -> SignedNote.parse(bytes)).hasMessage("malformed: note-utf8");
    }

    @Test
    void parse_refusesMoreSignaturesThanItReads() {
        var lines = LINE.repeat(SignedNote.SIGNATURES_MAX + 1);
        assertThatThrownBy(() -> SignedNote.parse("text\n\n" + lines)).hasMessage("malformed: note-signatures");
        assertThat(SignedNote.parse("text\n\n" + LINE.repeat(16)).signatures()).hasSize(16);
    }
}
