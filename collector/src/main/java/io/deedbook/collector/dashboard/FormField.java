// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;

/**
 * A field of the form that filters.
 *
 * @param type of the input, such as {@code search} or {@code datetime-local}; unused where there are choices
 * @param choices empty for a text
 */
public record FormField(String name, String label, String type, String value, String hint, List<Choice> choices) {
    public FormField {
        choices = List.copyOf(choices);
    }
}
