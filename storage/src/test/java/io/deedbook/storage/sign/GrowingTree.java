// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.Frontier;
import io.deedbook.storage.tlog.ProofMaker;
import io.deedbook.storage.tlog.TreeHasher;
import java.util.List;
import java.util.stream.IntStream;

/** A tree of up to nine leaves, at any of its sizes, and what a signer is asked of it. */
public final class GrowingTree {
    static final List<byte[]> LEAVES = IntStream.range(0, 9)
            .mapToObj(number -> new TreeHasher().leaf(new byte[] {(byte) number}))
            .toList();

    private GrowingTree() {}

    public static Checkpoint checkpoint(String origin, int size) {
        return new Checkpoint(
                origin, size, Frontier.empty().append(LEAVES.subList(0, size)).root());
    }

    /** With the proof that the tree of {@code size} leaves extends that of {@code oldSize}. */
    public static CheckpointSubmission submission(String origin, int oldSize, int size) {
        var maker = new ProofMaker((level, index) -> Frontier.empty()
                .append(LEAVES.subList((int) index << level, (int) (index + 1) << level))
                .root());
        return new CheckpointSubmission(
                oldSize,
                maker.consistency(oldSize, size),
                checkpoint(origin, size).format());
    }
}
