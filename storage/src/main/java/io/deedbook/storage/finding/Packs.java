// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Items in their order, as many together as one transaction or statement may have. */
final class Packs {
    private Packs() {}

    /** Packs of {@code max} at most, or of one item that is larger. */
    static <T> List<List<T>> of(List<T> items, ToIntFunction<T> size, int max) {
        var packs = new ArrayList<List<T>>();
        var pack = new ArrayList<T>();
        var sum = 0;
        for (var item : items) {
            var more = size.applyAsInt(item);
            if (!pack.isEmpty() && more > max - sum) {
                packs.add(pack);
                pack = new ArrayList<>();
                sum = 0;
            }
            pack.add(item);
            sum += more;
        }
        if (!pack.isEmpty()) {
            packs.add(pack);
        }
        return packs;
    }
}
