// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.HeadedCells.Headed;
import org.jspecify.annotations.Nullable;

/**
 * Which head of a column a place stands under, in whatever way the text writes its tables: lines with separators, rows
 * of HTML, lists in brackets, items under a name. Each way is read once, when it is first asked for. Not thread-safe.
 */
final class Columns {
    private final String text;
    private final TableColumns lines;

    // Mutable state, owned by the scanning thread.
    private boolean read;
    private @Nullable HeadedCells markup;
    private @Nullable HeadedCells lists;
    private @Nullable HeadedCells items;

    Columns(String text) {
        this.text = text;
        lines = new TableColumns(text);
    }

    /** The head above a place, and where its row begins; null when it is in no table. */
    @Nullable
    Headed at(int place) {
        if (!read) {
            read = true;
            markup = text.contains("<t") || text.contains("<T") ? MarkupTables.read(text) : null;
            lists = text.contains("[") || text.contains("VALUES") || text.contains("values")
                    ? ListTables.read(text)
                    : null;
            items = text.contains("- ") || text.contains("* ") ? ItemLists.read(text) : null;
        }
        var cell = markup == null ? null : markup.at(place);
        cell = cell == null && lists != null ? lists.at(place) : cell;
        cell = cell == null ? lines.at(place) : cell;
        return cell == null && items != null ? items.at(place) : cell;
    }
}
