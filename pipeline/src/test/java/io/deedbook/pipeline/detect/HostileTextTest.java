// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that would take minutes if anything were looked at more than a bounded number of times. */
class HostileTextTest {
    private static final int CHARS = 1 << 18;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void scan_comesToAnEnd(String unit) {
        var findings = DetectorEngine.paranoid().scan(unit.repeat(CHARS / unit.length()));
        var end = 0;
        for (var finding : findings) {
            assertThat(finding.start()).isGreaterThanOrEqualTo(end);
            end = finding.end();
        }
    }

    static List<String> scan_comesToAnEnd() {
        return List.of(
                "4",
                "4111 ",
                "1-",
                "1.",
                "0812-3456-",
                "['a','b'],[1,2],",
                "\"ssn\":[",
                "(a, b) values (",
                "<td>1",
                "<tr><th>a<th>b<tr><td>1<td>2",
                "ssn:\n- 123456789\n",
                "a,b\n1,2\n\n",
                "A B 1, 12345 C, ",
                "address: A 1, B ",
                "seed zoo zoo zoo zoo ",
                "D1 T1 L1 ",
                "@",
                "a@",
                "a@a.",
                "a".repeat(64) + "@",
                "password=",
                "password=\"",
                "password:\\\"",
                "secret ",
                "secret=================",
                "-----BEGIN ",
                "-----BEGIN RSA PRIVATE KEY-----",
                "eyJ",
                ".eyJaaaaaaaa",
                "eyJaaaaaaaa.",
                "://",
                "://a:",
                "://a:b@",
                "://a:a@b.cc,a@b.cc",
                "Bearer ",
                "sk-",
                "sk-ant-",
                "ghp_",
                "key=",
                "auth: ",
                "datadog key ",
                "oktakey",
                "ltc ",
                "mnemonic: the ",
                "machine a login ",
                "curl -u a:",
                "cookie sid=",
                "0x1234567890123456789012345678901234567890 ",
                "1M538WxwwbJdTpJxw9H7hjXEPQedANMEN5 ",
                "1a-",
                "\"d\":\"",
                ":",
                "::",
                "a:",
                "1:2:3:4:5:6:",
                "A1",
                "AB 12 ",
                "1985-03-14 ",
                "dob: ",
                "bsn 111222333 ",
                "patient name: Jane ",
                "12 Main ",
                "12 rue ",
                "1.23456,",
                "P<",
                "Str",
                "DE89 ",
                "DE8937040044053201300",
                "+1 (",
                "\\u0020",
                "\\",
                "\ud83d\ude00");
    }
}
