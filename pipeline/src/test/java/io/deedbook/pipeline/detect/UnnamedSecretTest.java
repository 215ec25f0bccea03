// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnnamedSecretTest {
    private static final String AWS_ID = "AKIA" + Sample.capitals(16);

    @Test
    void scan_findsTheSecretBesideTheIdOfAnAwsKey() {
        var secret = Sample.base62(40);
        assertThat(found("I use " + AWS_ID + " with " + secret + " in eu-central-1"))
                .containsExactly(AWS_ID, secret);
        assertThat(found(AWS_ID + " at commit " + Sample.hex(40))).containsExactly(AWS_ID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password: Z5B90h&k0trI!70 | Z5B90h&k0trI!70",
                "User ID=app;Password=mPN5Ck&omY36!33;Encrypt=True | mPN5Ck&omY36!33",
                "user=jane&password=s3cret77&remember=1 | s3cret77",
                "PASSWORD=s3cret77&& ls | s3cret77",
                "password            = \"0LOUde!mR8Va%62\" | 0LOUde!mR8Va%62",
                "the initial password is pepperHeron99! | pepperHeron99!",
                "パスワード：YEyTtknDGyLGsMEz | YEyTtknDGyLGsMEz"
            })
    void scan_findsAllOfAPassword(String text, String password) {
        assertThat(found(text)).containsExactly(password);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "starts with \"-----BEGIN RSA PRIVATE KEY-----\" and so on",
                "if (!pem.startsWith(\"-----BEGIN PRIVATE KEY-----\")) { throw new IllegalArgumentException(pem); }",
                "git clone https://$GIT_USER:$GIT_TOKEN@gitlab.example.com/a.git",
                "postgresql://user:password@localhost:5432/db"
            })
    void scan_findsNothingInWhatStandsForASecret(String text) {
        assertThat(found(text)).isEmpty();
    }

    private static List<String> found(String text) {
        return DetectorEngine.builtIn().scan(text).stream()
                .map(finding -> text.substring(finding.start(), finding.end()))
                .toList();
    }
}
