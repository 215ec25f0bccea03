// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static java.util.Objects.requireNonNull;

import io.deedbook.collector.config.CollectorOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command has: somewhere to write, and the options that flags, environment and file come to. */
abstract class ConfiguredCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    ConfiguredCommand(Console console) {
        this.console = console;
    }

    /** The options, checked. */
    final CollectorOptions options() {
        return SettingFlags.read(requireNonNull(spec), console.environment());
    }

    /** For answers. */
    final PrintWriter out() {
        return console.out();
    }

    /** For everything that is no answer. */
    final PrintWriter err() {
        return console.err();
    }
}
