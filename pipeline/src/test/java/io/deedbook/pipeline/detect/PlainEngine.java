// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Overlaps.Candidate;
import java.util.ArrayList;
import java.util.List;

/** The oracle: the same detectors without triggers and windows, one pattern after the other over the whole text. */
public final class PlainEngine implements Scanner {
    private final DetectorEngine engine;

    private PlainEngine(DetectorEngine engine) {
        this.engine = engine;
    }

    /** The detectors of {@code engine}. */
    public static PlainEngine of(DetectorEngine engine) {
        return new PlainEngine(engine);
    }

    @Override
    public List<Finding> scan(String text) {
        return KnownId.isOne(text) ? List.of() : new Readings(this::look, "", text).findings();
    }

    private Look.Seen look(String name, String text) {
        var candidates = new ArrayList<Candidate>();
        for (var order = 0; order < engine.detectors().size(); order++) {
            if (engine.isOn(order)) {
                search(order, name, text, candidates);
            }
        }
        return new Look.Seen(candidates, true);
    }

    private void search(int order, String name, String text, List<Candidate> candidates) {
        var detector = engine.detectors().get(order);
        var matcher = detector.pattern().matcher(text);
        var from = 0;
        while (from <= text.length() && matcher.find(from)) {
            var start = matcher.start();
            Span span = null;
            if (matcher.end() - start > detector.charsMax()) {
                span = detector.matchAt(text, start);
            } else if (detector.before().allowsStart(text, start)) {
                span = detector.validate(text, matcher.start(detector.group()), matcher.end(detector.group()));
            }
            if (span != null) {
                var sureness = engine.sureness(order, span, engine.surroundings(name, text));
                var confirmed =
                        engine.reports(sureness) && detector.confirmation().holds(text, span);
                span = confirmed ? span : null;
                candidates.addAll(span == null ? List.of() : List.of(new Candidate(detector, order, span, sureness)));
            }
            from = span == null ? start + 1 : Math.max(span.end(), start + 1);
        }
    }
}
