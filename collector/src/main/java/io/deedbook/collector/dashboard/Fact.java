// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line about a record.
 *
 * @param name what it is
 * @param value in pieces
 * @param href where it leads, or null
 */
public record Fact(String name, List<Span> value, @Nullable String href) {
    public Fact {
        value = List.copyOf(value);
    }
}
