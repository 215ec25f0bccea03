// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import java.io.PrintWriter;
import java.util.Map;

/**
 * What a command has to do with the world: answers go to {@code out}, everything else to {@code err}.
 *
 * @param environment of the process
 */
record Console(PrintWriter out, PrintWriter err, Map<String, String> environment) {
    Console {
        environment = Map.copyOf(environment);
    }
}
