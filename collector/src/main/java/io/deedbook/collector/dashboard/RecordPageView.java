// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one record.
 *
 * @param pii findings by type
 * @param behind the records that made a finding, empty for other entries
 * @param contentNote what became of the content
 * @param digest of the leaf, hexadecimal
 */
public record RecordPageView(
        Chrome chrome,
        RecordRow row,
        Moment received,
        List<FactGroup> groups,
        List<RuleNote> rules,
        List<Count> controls,
        List<Count> pii,
        String contentNote,
        List<Count> behind,
        List<Passage> content,
        @Nullable Passage attributes,
        String id,
        String digest,
        String proofHref,
        String jsonHref) {
    public RecordPageView {
        groups = List.copyOf(groups);
        rules = List.copyOf(rules);
        controls = List.copyOf(controls);
        pii = List.copyOf(pii);
        behind = List.copyOf(behind);
        content = List.copyOf(content);
    }
}
