// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.Field;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    @Test
    void tokenUsage_isNotCountedTwice() {
        var draft = Events.draft("hello-protobuf", "metric", "token.usage");

        assertThat(draft.text(Field.ACTION)).isEqualTo("metric");
        assertThat(draft.text(Field.OUTCOME)).isEqualTo("none");
        assertThat(draft.text(Field.MODEL)).isNotEmpty();
        assertThat(draft.integer(Field.INPUT_TOKENS)).isNull();
        assertThat(draft.integer(Field.COST_USD_NANOS)).isNull();
        assertThat(draft.attributes().get("metric.value")).isInstanceOf(Value.Decimal.class);
        assertThat(draft.attributes().text("metric.unit")).isEqualTo("tokens");
        assertThat(draft.attributes().text("metric.kind")).isEqualTo("sum");
        assertThat(draft.attributes().text("metric.temporality")).isEqualTo("delta");
        assertThat(draft.attributes().get("metric.startTimeUnixNano")).isInstanceOf(Value.Int.class);
        assertThat(draft.attributes().get("type")).isNotNull();
    }

    @Test
    void codeEditDecision_hasItsDecision() {
        var draft = Events.draft("tools-protobuf", "metric", "code_edit_tool.decision");

        assertThat(draft.text(Field.DECISION)).isEqualTo("accept");
        assertThat(draft.text(Field.DECISION_SOURCE)).isEqualTo("config");
        assertThat(draft.text(Field.TOOL_NAME)).isNotEmpty();
    }
}
