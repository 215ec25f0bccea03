// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No text makes a record cost much more than others of its length: shapes that cost the square of their length
 * somewhere on the way are taken for a thousand times the fair share here. It is counted in processor time of the
 * thread, and allowed much more than is claimed, so that a slow machine doesn't fail it.
 */
class HostileRecordTest {
    private static final int CHARS = 1 << 16;
    private static final int TIMES_FAIR_MAX = 50;
    private static final int TRIES = 5;
    /** As agents send it, with something to be found once in a while. */
    private static final String FAIR = String.join(
            ",",
            "{\"command\":\"git commit -m 'Fix the parser'\"",
            "\"at\":\"2026-11-21T09:44:11.123Z\"",
            "\"id\":\"4b569ce5-3ee5-42ce-9457-92a1\"}",
            " mail jane@example.com ");

    private final Redactor redactor = new Redactor(DetectorEngine.builtIn(), new TokenKey(new byte[32]));

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void redact_costsNoMoreThanATextOfItsLengthMay(String unit) {
        var text = text(unit);
        var fairNanos = nanos(text(FAIR), Long.MAX_VALUE);
        var limitNanos = TIMES_FAIR_MAX * fairNanos;
        assertThat(nanos(text, limitNanos)).isLessThanOrEqualTo(limitNanos);
    }

    /** The least of some tries, none after one that is within the limit. */
    private long nanos(String text, long limitNanos) {
        var least = Long.MAX_VALUE;
        for (var attempt = 0; attempt < TRIES && (limitNanos == Long.MAX_VALUE || least > limitNanos); attempt++) {
            var draft = new RecordDraft(1, 1);
            draft.content().put("prompt", text);
            var start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            redactor.redact(draft);
            least = Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
            assertThat(draft.text(Field.CONTENT_STATE)).isEqualTo("redacted");
        }
        return least;
    }

    private static String text(String unit) {
        return unit.repeat(CHARS / unit.length() + 1).substring(0, CHARS);
    }

    static List<String> shapes() {
        return List.of(
                "4",
                "1-",
                "4111 ",
                "4111111111111111 ",
                "4111-1111-1111-1112 ",
                "12345678901234567 ",
                "-",
                "@",
                "a@",
                "a@a.bc ",
                "jane@example.com ",
                "x".repeat(63) + "@",
                "://",
                "://a:b@",
                "http://a:b@c/ ",
                "\"",
                "\\",
                "\\\"",
                "{\"a\":",
                "[",
                "{\"a\":\"b\"},",
                "[\"4111 1111 1111 1111\"],",
                "QUJD",
                "aGVsbG8gamFuZUBleGFtcGxlLmNvbSBhbmQg ",
                "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQg\n",
                "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQg/v7+/v7+/v7+/v7+\n",
                "password=",
                "password=hunter2 ",
                "password:\\\"",
                "secret ",
                "ssn order 123456789 ",
                "phone 5552345678 id 5552345678 ",
                "phone order ",
                "020 7946 0958 ",
                "0999 999 9999 ",
                "+1 (555) 123-4567 ",
                "+99 ",
                "\u200b",
                "4\u200b",
                "\u00a0",
                "\uff11",
                "%25",
                "%2525",
                "%40",
                "%",
                "&#64;",
                "&",
                "\\u0040",
                "\\u",
                "\\\\\\\\u0040",
                ",",
                "1,",
                "123456789,",
                "ssn,123456789\n",
                "-----BEGIN RSA PRIVATE KEY-----",
                "eyJhbGci.",
                "Bearer ",
                ":",
                "a:1:",
                "192.168.1.1 ",
                "DE89 3704 0044 0532 0130 00 ",
                "[email:012345]",
                "[email",
                "sk-",
                "\ud83d\ude00");
    }

    /** Prints what each shape costs, as a multiple of the fair share. */
    public static void main(String[] args) {
        var test = new HostileRecordTest();
        for (var warm = 0; warm < 20; warm++) {
            test.nanos(text(FAIR), Long.MAX_VALUE);
        }
        var fair = test.nanos(text(FAIR), Long.MAX_VALUE);
        System.out.println("fair ns/char " + fair / CHARS);
        for (var unit : shapes()) {
            System.out.println(test.nanos(text(unit), Long.MAX_VALUE) / fair + " " + unit.replace("\n", "\\n"));
        }
    }
}
