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
        var candidates = new ArrayList<Candidate>();
        var detectors = engine.detectors();
        for (var order = 0; order < detectors.size(); order++) {
            search(detectors.get(order), order, text, candidates);
        }
        return Overlaps.resolve(candidates, engine.surroundings("", text));
    }

    private void search(Detector detector, int order, String text, List<Candidate> candidates) {
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
            if (span != null && !engine.isReported(order, span, engine.surroundings("", text))) {
                span = null;
            }
            if (span != null) {
                candidates.add(new Candidate(detector, order, span));
            }
            from = span == null ? start + 1 : Math.max(span.end(), start + 1);
        }
    }
}
