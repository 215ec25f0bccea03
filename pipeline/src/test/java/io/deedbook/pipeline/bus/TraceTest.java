// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TraceTest {
    @Test
    void of_tellsWhereAndNotWhat() {
        var bug = new IllegalStateException("jane@example.com", new NumberFormatException("4111111111111111"));
        bug.addSuppressed(new IllegalArgumentException("secret"));
        var text = new StringWriter();

        Trace.of(bug).printStackTrace(new PrintWriter(text, true));

        assertThat(text.toString())
                .contains(
                        "java.lang.IllegalStateException", "of_tellsWhereAndNotWhat", "java.lang.NumberFormatException")
                .doesNotContain("jane", "4111", "secret");
    }

    @Test
    void of_endsWhereCausesGoInCircles() {
        var first = new IllegalStateException("a");
        first.initCause(new IllegalStateException("b", first));

        assertThat(Trace.of(first)).hasRootCauseMessage("java.lang.IllegalStateException");
    }
}
