// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes findings that overlap one: it covers all of them, so that nothing of a loser stays readable. Its type is that
 * of the lowest rank (credentials before others), then of the same stretch the one that a word near it names, then the
 * surest, then the longest, then the first, then the one defined first.
 */
final class Overlaps {
    private static final Comparator<Candidate> BY_PLACE = Comparator.<Candidate>comparingInt(
                    candidate -> candidate.span().start())
            .thenComparingInt(candidate -> candidate.span().end())
            .thenComparingInt(Candidate::order);
    private static final Comparator<Candidate> LONGEST_FIRST = Comparator.<Candidate>comparingInt(
                    candidate -> -candidate.span().length())
            .thenComparing(BY_PLACE);

    private Overlaps() {}

    /**
     * A stretch that a detector found.
     *
     * @param order the detector's place among the definitions
     * @param sureness how sure it is with what stands near it; more is surer
     */
    record Candidate(Detector detector, int order, Span span, int sureness) {
        Candidate at(Span place) {
            return new Candidate(detector, order, place, sureness);
        }

        private boolean isOwn() {
            return order < 0;
        }

        /** Whether a word near it says what it is. */
        private boolean isNamed() {
            return sureness > detector.confidence().ordinal();
        }

        /** As one that is defined before all built in. */
        Candidate first() {
            return new Candidate(detector, order - DetectorEngine.OWN_MAX, span, sureness);
        }
    }

    /** The findings: sorted by start, without overlaps. Sorts {@code candidates}. */
    static List<Finding> resolve(List<Candidate> candidates) {
        candidates.sort(BY_PLACE);
        var findings = new ArrayList<Finding>(candidates.size());
        for (var position = 0; position < candidates.size(); ) {
            var best = candidates.get(position);
            var start = best.span().start();
            var end = best.span().end();
            position++;
            while (position < candidates.size()
                    && candidates.get(position).span().start() < end) {
                var other = candidates.get(position);
                end = Math.max(end, other.span().end());
                best = isBetter(other, best) ? other : best;
                position++;
            }
            findings.add(new Finding(best.detector().type(), best.detector().category(), start, end));
        }
        return List.copyOf(findings);
    }

    /** Whether the first gives the type. */
    static boolean isBetter(Candidate other, Candidate best) {
        var isSame = other.span().start() == best.span().start()
                && other.span().end() == best.span().end();
        if (isSame && other.isOwn() != best.isOwn()) {
            return other.isOwn();
        }
        if (other.detector().rank() != best.detector().rank()) {
            return other.detector().rank() < best.detector().rank();
        }
        if (isSame && other.isNamed() != best.isNamed()) {
            return other.isNamed();
        }
        return other.sureness() == best.sureness()
                ? LONGEST_FIRST.compare(other, best) < 0
                : other.sureness() > best.sureness();
    }
}
