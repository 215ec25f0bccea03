// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Overlaps.Candidate;
import java.util.ArrayList;
import java.util.List;

/**
 * A text in all its readings: as it is written, decoded where it is coded, and what its blocks of base64 say. Whatever
 * is found in one is told by its place in the text as it is written.
 */
final class Readings {
    private final Look look;
    private final String name;
    private final String text;

    Readings(Look look, String name, String text) {
        this.look = look;
        this.name = name;
        this.text = text;
    }

    /** What is found: sorted by start, without overlaps. */
    List<Finding> findings() {
        var written = look.at(name, text);
        var decoded = written.coded() ? DecodedText.of(text) : null;
        if (decoded == null) {
            if (text.length() < Base64Blocks.CHARS_MIN) {
                return resolved(written.candidates());
            }
            var inBlocks = inBlocks(text);
            return resolved(inBlocks.isEmpty() ? written.candidates() : joined(written.candidates(), inBlocks));
        }
        var all = new ArrayList<>(written.candidates());
        var plain = decoded.text();
        for (var candidate : joined(look.at(name, plain).candidates(), inBlocks(plain))) {
            all.add(candidate.at(decoded.written(candidate.span())));
        }
        return resolved(all);
    }

    /** The blocks in which something is found: all of each, as the best of that. */
    private List<Candidate> inBlocks(String plain) {
        var blocks = new Base64Blocks(plain);
        List<Candidate> candidates = List.of();
        for (var block = blocks.next(); block != null; block = blocks.next()) {
            var inside = look.at(name, block.decoded()).candidates();
            if (!inside.isEmpty()) {
                var best = inside.get(0);
                for (var candidate : inside) {
                    best = Overlaps.isBetter(candidate, best) ? candidate : best;
                }
                candidates = candidates.isEmpty() ? new ArrayList<>() : candidates;
                candidates.add(best.at(block.span()));
            }
        }
        return candidates;
    }

    private static List<Candidate> joined(List<Candidate> some, List<Candidate> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static List<Finding> resolved(List<Candidate> candidates) {
        return candidates.isEmpty() ? List.of() : Overlaps.resolve(new ArrayList<>(candidates));
    }
}
