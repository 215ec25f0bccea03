// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Findings as lines for a person: in the order of the log, and those that are alike and follow each other as one. */
public final class FindingLines {
    private static final String INDENT = "          ";

    private FindingLines() {}

    /**
     * One finding.
     *
     * @param index of the entry, or below 0 when it concerns the whole
     */
    public record Found(String code, long index, String detail) {}

    /**
     * The lines.
     *
     * @param first those that are known
     * @param count how many there are in all
     */
    public static String of(List<Found> first, long count) {
        var sorted = new ArrayList<>(first);
        sorted.sort(
                Comparator.comparing(Found::code).thenComparing(Found::detail).thenComparingLong(Found::index));
        var lines = new ArrayList<Line>();
        for (var found : sorted) {
            var last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
            if (last != null && last.isFollowedBy(found)) {
                lines.set(lines.size() - 1, new Line(last.found(), found.index()));
            } else {
                lines.add(new Line(found, found.index()));
            }
        }
        lines.sort(Comparator.comparingLong((Line line) -> line.found().index())
                .thenComparing(line -> line.found().code()));
        var text = new StringBuilder();
        lines.forEach(line -> line.append(text));
        if (count > first.size()) {
            text.append(INDENT).append("and ").append(count - first.size()).append(" more\n");
        }
        return text.toString();
    }

    /** A finding, and the last index of those that are alike. */
    private record Line(Found found, long last) {
        boolean isFollowedBy(Found next) {
            return found.index() >= 0
                    && next.index() == last + 1
                    && next.code().equals(found.code())
                    && next.detail().equals(found.detail());
        }

        void append(StringBuilder text) {
            text.append(INDENT).append(found.code());
            if (found.index() >= 0) {
                text.append(" at ").append(found.index());
            }
            if (last != found.index()) {
                text.append(" to ").append(last);
            }
            text.append(": ").append(found.detail()).append('\n');
        }
    }
}
