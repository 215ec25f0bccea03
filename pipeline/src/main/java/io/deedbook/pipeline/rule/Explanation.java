// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.List;

/**
 * Why a part of a rule holds for a record or not.
 *
 * @param what the part, in words
 * @param holds whether it holds
 * @param found for a field, what the record has there, cut to a few short texts
 * @param parts for a condition, what it consists of
 */
public record Explanation(String what, boolean holds, List<String> found, List<Explanation> parts) {
    public Explanation {
        found = List.copyOf(found);
        parts = List.copyOf(parts);
    }
}
