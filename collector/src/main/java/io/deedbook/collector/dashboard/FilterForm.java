// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import java.util.List;

/**
 * The form that filters records.
 *
 * @param common always seen
 * @param more seen when asked for
 * @param moreOpen whether one of {@code more} is in use
 * @param active whether any is in use
 */
public record FilterForm(List<FormField> common, List<FormField> more, boolean moreOpen, boolean active) {
    public FilterForm {
        common = List.copyOf(common);
        more = List.copyOf(more);
    }
}
