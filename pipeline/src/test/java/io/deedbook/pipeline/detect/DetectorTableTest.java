// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each detector must find, and what it must not. What is found stands between «». */
class DetectorTableTest {
    private static final String JWT =
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String WORD = "abcdefghijklmnop0123456789ABCDEFGHIJ";

    @ParameterizedTest(name = "{0}")
    @MethodSource("found")
    void scan_findsExactlyWhatIsMarked(String type, String marked) {
        assertThat(mark(type, marked.replace("«", "").replace("»", ""))).isEqualTo(marked);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clean")
    void scan_findsNothing(String text) {
        assertThat(DetectorEngine.builtIn().scan(text)).isEmpty();
    }

    static String mark(String type, String text) {
        var marked = new StringBuilder();
        var copied = 0;
        for (var finding : DetectorEngine.paranoid().scan(text)) {
            var right = finding.type().equals(type) ? "" : finding.type() + '!';
            marked.append(text, copied, finding.start()).append('«').append(right);
            marked.append(text, finding.start(), finding.end()).append('»');
            copied = finding.end();
        }
        return marked.append(text.substring(copied)).toString();
    }

    static List<String[]> found() {
        return List.of(
                of("email", "mail «jane.doe+tag@mail.example.co.uk», please"),
                of("email", "<«jane@example.com»>"),
                of("email", "a\\n«jane@example.com»\\nb"),
                of("email", "{\"a\":\"\\u003c«jane@example.com»\\u003e\"}"),
                of("email", "«jörg.müller@exämple.de» und «иван@example.ru»"),
                of("email", "请联系«jane@example.com»谢谢"),
                of("email", "--«jane@example.com»."),
                of("email", "ssh://«jane@host.example.org»/x"),
                of("email", "x".repeat(100) + "«" + "x".repeat(64) + "@example.com»"),
                of("email", "mailto:«jane@example.com»?subject=x"),
                of("credit_card", "card «4111 1111 1111 1111», soon 12/27"),
                of("credit_card", "«4111-1111-1111-1111»"),
                of("credit_card", "{\"card\":«4111111111111111»}"),
                of("credit_card", "echo a\\n«5555555555554444»"),
                of("credit_card", "«4111 1111 1111 1111» 123"),
                of("credit_card", "«3782 822463 10005»"),
                of("credit_card", "«6011111111111117» «3530111333300000» «30569309025904»"),
                of("credit_card", "«2223003122003222» «6200000000000005» «4222222222222»"),
                of("credit_card", "card_«4111111111111111»"),
                of("us_ssn", "SSN «078-05-1120»"),
                of("us_ssn", "«123 45 6789»."),
                of("us_ssn", "ssn:«001-01-0001»,"),
                of("us_ssn", "ssn «123456789»"),
                of("phone", "call me: «5552345678»"),
                of("iban", "«DE89 3704 0044 0532 0130 00» is"),
                of("iban", "«GB29NWBK60161331926819»"),
                of("iban", "iban=«NL91ABNA0417164300»"),
                of("iban", "\\n«fr1420041010050500013M02606»"),
                of("phone", "«(555) 123-4567»"),
                of("phone", "call «555-123-4567» or «1-800-555-0199»"),
                of("phone", "«0812-3456-7890» «081234567890»"),
                of("phone", "«+62 812-3456-7890», «+1 (555) 123-4567», «+442079460958»"),
                of("phone", "«020 7946 0958» «(021) 555 1234»"),
                of("phone", "{\"phone\":\"«+1-555-123-4567»\"}"),
                of("ipv4", "from «192.168.1.100»:8080, «203.0.113.7»."),
                of("ipv6", "«2001:db8::1» «fe80::1»%eth0 [«2001:0db8:85a3:0000:0000:8a2e:0370:7334»]:443"),
                of("ipv6", "«::ffff:192.168.1.1» «2001:db8::»/32"),
                of("id_nik", "NIK «3171234101900001»"),
                of("id_nik", "{\"nik\":\"«3273010203950002»\"}"),
                of("id_npwp", "NPWP «01.312.166.0-091.000»"),
                of("id_npwp", "«013121660091000» «0013121660091000»"),
                of("aws_access_key_id", "export AWS_ACCESS_KEY_ID=«AKIAIOSFODNN7EXAMPLE»; echo"),
                of("aws_access_key_id", "«ASIAIOSFODNN7EXAMPLE»"),
                of("aws_secret_access_key", "aws_secret_access_key = «" + SECRET + "»"),
                of("aws_secret_access_key", "{\"SecretAccessKey\": \"«" + SECRET + "»\"}"),
                of("aws_secret_access_key", "{\\\"SecretAccessKey\\\":\\\"«" + SECRET + "»\\\"}"),
                of("github_token", "git clone https://«ghp_" + WORD + "@github.com»/a/b"),
                of("github_token", "«github_pat_" + WORD + "» «gho_" + WORD + "»"),
                of("slack_token", "«xoxb-" + "123456789012-abcdefghij»"),
                of("slack_token", "https://«hooks.slack.com/services/" + "T000/B000/XXXXXXXX»"),
                of("stripe_key", "«sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc» «rk_live_" + "abcdefghij1»"),
                of("stripe_key", "«sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc» «whsec_" + "abcdefghijklmnop»"),
                of("anthropic_key", "«sk-ant-api03-" + WORD + "»"),
                of("openai_key", "«sk-proj-abc_def-" + WORD + "» «sk-" + WORD + "»"),
                of("google_api_key", "«AIza" + "SyA1234567890abcdefghijklmnopqrstuv»"),
                of("jwt", "t " + "«" + JWT + "»."),
                of("jwt", "Authorization: Bearer «" + JWT + "»"),
                of("bearer_token", "Authorization: Bearer «abcdefgh»"),
                of("bearer_token", "curl -H 'authorization: bearer «a1b2c3d4e5f6»'"),
                of("private_key", "a\n«-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----»\nb"),
                of("private_key", "{\"k\":\"«-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----»\\n\"}"),
                of("private_key", "{\"k\":\"«-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXk»\"}"),
                of("private_key", "«-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ»"),
                of("url_credentials", "postgres://«jane:s3cret»@db.example.com:5432/x"),
                of("url_credentials", "https://«jane:p@ss:w»@example.com"),
                of("url_credentials", "redis://«:hunter2»@cache"),
                of("password_assignment", "password=«hunter2» next"),
                of("password_assignment", "{\"user\":\"j\",\"password\":\"«hun\\\"ter2»\"}"),
                of("password_assignment", "{\\\"pwd\\\": \\\"«hun\\\\\\\"ter2»\\\"}"),
                of("password_assignment", "'passwd': '«hunter2»'"),
                of("password_assignment", "DB_PASSWORD=\"«a b c»\" x"),
                of("password_assignment", "mysql --password «hunter2» db"),
                of("password_assignment", "api_key: «abcd1234efgh»\nx"),
                of("password_assignment", "client_secret=«abcdef»&grant_type=x"),
                of("password_assignment", "{\"password\": «123456»}"),
                of("password_assignment", "token=«jane@example.com»;"));
    }

    static List<String> clean() {
        return List.of(
                "550e8400-e29b-41d4-a716-446655440000",
                "12345678-1234-1234-1234-123456789012",
                "d325d9d5b55c426bea088c407ee3ce248efd013e",
                "4111111111111112",
                "4111 1111 1111 1112",
                "1795235686545000000 1795235686545 1795235686545000",
                "2026-11-21T09:44:11.123Z 2026-11-21 09:44:11,123 21/11/2026",
                "version 1.2.3, v1.2.3.4, 1.2.3.4.5, 1.2.3.456, 300.1.1.1",
                "127.0.0.1 0.0.0.0 ::1 :: 255.255.255.0",
                "std::string a::b abc::def ::add 09:44:11 00:00:00:00:00:00",
                "000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000 123-45-67890 1-123-45-6789",
                "0.4111111111111111 3.4532015112830366",
                "DE89370400440532013001",
                "XX89370400440532013000",
                "-rw-r--r-- 1 root root 1048576 Nov 21 09:44 a.txt",
                "Foo.java:123:45: warning",
                "9999999999999999 3171239901900001 0000000000000000",
                "git@github.com:org/repo.git icon@2x.png lodash@4.17.21 @scope/pkg a@b",
                "https://example.com:8080/a@b http://example.com/x:y@z",
                "Asia Acca AKIA AKIAIOSFODNN7EXAMPL AKIAIOSFODNN7EXAMPLEX",
                "sk-learn-how-to-code-in-2026-with-python task-force risk-taking",
                "eyJhbGciOiJIUzI1NiJ9 eyJ.eyJ.eyJ",
                "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
                "Bearer of bad news, bearer token",
                "input_tokens: 1200, max_tokens=4096, token: 1200, token: string",
                "password: string; password=${DB_PASSWORD} password=$PW password=null, \"password\":\"\", secret: true",
                "PWD=/home/jane OLDPWD=~/x password = getPassword() token = self.token",
                "\"password\":\"[password_assignment:0123ab]\" password=[email:0123ab]",
                "[email:7f3a9c] [credit_card:123456], token [us_ssn:123456]",
                "req_mock00000000000000001 toolu_mock000000000000000001 +0000 +20261121 -5551234567",
                "the quick brown fox, password protected, secret santa, a token of love");
    }

    private static String[] of(String type, String marked) {
        return new String[] {type, marked};
    }
}
