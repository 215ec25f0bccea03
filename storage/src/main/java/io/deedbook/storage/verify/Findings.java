// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong: the first hundred findings, and how many there are. For one thread at a time. */
final class Findings {
    private final List<Finding> first = new ArrayList<>();
    private long count;

    void add(FindingCode code, long index, String detail) {
        count++;
        if (first.size() < VerificationReport.FINDINGS_MAX) {
            first.add(new Finding(code, index, detail));
        }
    }

    List<Finding> first() {
        return List.copyOf(first);
    }

    long count() {
        return count;
    }
}
