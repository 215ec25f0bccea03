// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.tenant.Scope;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a key may do, as written on the command line. */
final class ScopeNames {
    private ScopeNames() {}

    /**
     * Reads them.
     *
     * @throws UnusableInputException when one is none
     */
    static Set<Scope> parse(List<String> names) {
        var wanted = EnumSet.noneOf(Scope.class);
        for (var name : names) {
            wanted.add(Arrays.stream(Scope.values())
                    .filter(scope -> scope.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new UnusableInputException("scope: " + name + " (expected: ingest, read or admin)")));
        }
        return wanted;
    }
}
