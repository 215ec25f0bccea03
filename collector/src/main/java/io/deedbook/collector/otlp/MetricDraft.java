// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.otlp;

import java.util.ArrayList;
import java.util.List;

/** A metric while it is being read: what its points have in common. */
final class MetricDraft {
    final List<PointDraft> points = new ArrayList<>(1);

    String name = "";
    String description = "";
    String unit = "";
    String kind = "";
    boolean monotonic;
    int temporality;

    /** Ends the metric, whose texts are in each of its points. */
    void finish(List<EventDraft> events, DecodeBudget budget) {
        budget.addRepeated(name.length() + description.length() + unit.length(), points.size());
        events.addAll(points);
    }

    /** Begins the metric's data, of which there is one kind: where a second comes it replaces the first. */
    void begin(String newKind) {
        if (!newKind.equals(kind)) {
            kind = newKind;
            points.clear();
            monotonic = false;
            temporality = 0;
        }
    }
}
