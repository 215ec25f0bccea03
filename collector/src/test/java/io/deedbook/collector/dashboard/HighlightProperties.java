// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;

final class HighlightProperties {
    @Property
    void spans_togetherAreTheText(@ForAll @Chars({'[', ']', ':', 'a', '0', 'f', '_', 'x', ' '}) String text) {
        assertThat(Highlight.spans(text).stream().map(Span::text).collect(Collectors.joining()))
                .isEqualTo(text);
    }

    @Example
    void spans_findTokens() {
        assertThat(Highlight.spans("to [email:7f3a9c], [[credit_card:02be41] [no:7f3a9] [email:7f3a9c"))
                .containsExactly(
                        new Span("to ", false),
                        new Span("[email:7f3a9c]", true),
                        new Span(", [", false),
                        new Span("[credit_card:02be41]", true),
                        new Span(" [no:7f3a9] [email:7f3a9c", false));
    }
}
