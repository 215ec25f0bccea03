// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Small trees, and the definition of their roots written down as RFC 6962 §2.1 has it, to compare with. */
final class Trees {
    private Trees() {}

    static List<byte[]> leafHashes(int count) {
        var hasher = new TreeHasher();
        return IntStream.range(0, count)
                .mapToObj(number ->
                        hasher.leaf(ByteBuffer.allocate(4).putInt(number).array()))
                .toList();
    }

    static byte[] root(List<byte[]> leafHashes) {
        if (leafHashes.isEmpty()) {
            return TreeHasher.emptyRoot();
        }
        if (leafHashes.size() == 1) {
            return leafHashes.get(0);
        }
        var left = 1;
        while (left * 2 < leafHashes.size()) {
            left *= 2;
        }
        return new TreeHasher()
                .node(root(leafHashes.subList(0, left)), root(leafHashes.subList(left, leafHashes.size())));
    }

    static NodeSource nodes(List<byte[]> leafHashes) {
        return (level, index) -> root(leafHashes.subList((int) index << level, (int) (index + 1) << level));
    }
}
