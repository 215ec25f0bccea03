// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each detector of data about people says of itself: examples that it finds wherever they stand, and others that
 * it does not.
 */
class IdDetectorsTest {
    private static final Set<Category> PEOPLE =
            Set.of(Category.GOVERNMENT_ID, Category.HEALTH, Category.IDENTITY, Category.FINANCIAL, Category.CONTACT);

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matches")
    void scan_findsExamplesInEveryKindOfText(Detector detector, String example) {
        var engine = new DetectorEngine(List.of(detector), Confidence.LOW);
        for (var around : List.of(
                "%s",
                "His number is %s, please keep it.",
                "{\"value\":\"%s\",\"n\":1}",
                "{\\\"value\\\":\\\"%s\\\"}",
                "name,value\\nJane,%s\\nJoe,x",
                "name;value\nJane;%s\n",
                "curl -d 'id=%s' https://example.com/",
                "(%s)",
                "请查%s。")) {
            var text = around.replace("%s", example);
            assertThat(engine.scan(unmarked(text)))
                    .as(text)
                    .extracting(finding -> unmarked(text).substring(finding.start(), finding.end()))
                    .containsExactly(marked(example));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rejects")
    void scan_doesNotFindCounterexamples(Detector detector, String counterexample) {
        assertThat(new DetectorEngine(List.of(detector), Confidence.LOW).scan(counterexample))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matches")
    void scan_findsExamplesBesideAWordThatSpeaksForThem(Detector detector, String example) {
        for (var word : detector.context().raising()) {
            var text = word + ": " + unmarked(example);
            assertThat(DetectorEngine.builtIn().scan(text))
                    .as(text)
                    .anyMatch(finding ->
                            text.substring(finding.start(), finding.end()).contains(marked(example)));
        }
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void scan_findsNobodyInWhatDevelopersWrite(String text) {
        assertThat(DetectorEngine.builtIn().scan(text)).isEmpty();
    }

    static List<String> ordinary() {
        return List.of(
                "2026-11-21 09:44:11,123 INFO [worker-12] app - processed 1048576 records in 1234567890 ms (offset 12345678901)",
                "{\"ts\":1795235686,\"ms\":1795235686545,\"us\":1795235686545123,\"ns\":\"1795235686545123456\",\"size\":123456789}",
                "at com.example.Foo$Bar.baz(Foo.java:1234) ~[app-1.2.3.jar:12345678] 0x7ffee4c0 thread-12345",
                "commit d325d9d5b55c426bea088c407ee3ce248efd013e\nindex 1234567..89abcde 100644\n@@ -123,45 +123,46 @@",
                "-rw-r--r-- 1 1000 1000 123456789 Nov 21 09:44 app-20261121.tar.gz\ndrwxr-xr-x 2 root root 4096 Jan  1  2024 x",
                "00000010  03 00 3e 00 01 00 00 00  c0 67 00 00 00 00 00 00  |..>......g......|",
                "12345678-1234-1234-1234-123456789012 550e8400-e29b-41d4-a716-446655440000 A1B2C3D4-0000-4000-8000-123456789012",
                "INSERT INTO orders (id, qty, price) VALUES (123456782, 3, 19.99), (5299822472, 1, 1234.56);",
                "order 123456782, invoice 2024-000123, ticket ABC-1234, SKU AB1234563, build 20261121.1, part number AB123456C",
                "\"resolved\": \"https://registry.example.com/x-1.2.3.tgz\", \"integrity\": \"sha512-AbCdEf0123456789==\"",
                "total 12,345.67 EUR, 1 234 567 890 bytes, 50 % of 111222333, 3.14159265, -0.1234, 0.5678",
                "Request-Id: 8f14e45fceea167a X-Trace: 1-5759e988-bd862e3fe1be46a994272793 port 8080 pid 44051",
                "SELECT * FROM t WHERE first_name = ? AND last_name = $1; String firstName = person.firstName();",
                "name: Build Docker Image\n  uses: actions/checkout@v4\n  with:\n    node-version: 20",
                "[0.01234567, 0.98765432, -0.12345678, 0.55554444] M12.3456,78.9012 L34.5678,90.1234",
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
                "license number: MIT, serial number of attempts, account for it, passport control, swift code review",
                "git push origin main; 2 files changed, 17 insertions(+), 3 deletions(-); 10 Google Drive files",
                "kubectl get pods -n prod-20261121 | grep 1/1; docker run -p 8080:80 --memory 536870912 x:1.2.3");
    }

    static Stream<Arguments> matches() {
        return people().flatMap(detector ->
                detector.about().matches().stream().map(example -> Arguments.of(detector, example)));
    }

    static Stream<Arguments> rejects() {
        return people().flatMap(detector ->
                detector.about().rejects().stream().map(example -> Arguments.of(detector, example)));
    }

    private static Stream<Detector> people() {
        return Detectors.ALL.stream()
                .filter(detector -> PEOPLE.contains(detector.category()))
                .filter(detector -> !detector.type().equals("phone")); // needs what stands around it
    }

    private static String unmarked(String text) {
        return text.replace("«", "").replace("»", "");
    }

    private static String marked(String example) {
        return example.indexOf('«') < 0 ? example : example.substring(example.indexOf('«') + 1, example.indexOf('»'));
    }
}
