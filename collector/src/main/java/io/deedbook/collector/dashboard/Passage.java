// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;

/**
 * A longer text of a record.
 *
 * @param cut whether there is more of it than the page shows
 */
public record Passage(String name, List<Span> text, boolean cut) {
    public Passage {
        text = List.copyOf(text);
    }
}
