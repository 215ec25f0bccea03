// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.managed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the collector's program is run.
 *
 * @param java the launcher
 * @param jar the collector's
 * @param jvmOptions such as {@code -Xmx1g}
 */
public record Program(Path java, Path jar, List<String> jvmOptions) {
    /** @throws IllegalArgumentException when there is no such jar */
    public Program {
        jvmOptions = List.copyOf(jvmOptions);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException("There is no collector at " + jar
                    + ". Build it (mvn -DskipTests package) or name it with --collector.");
        }
    }

    /** Starts a command whose output goes to files. */
    Process start(List<String> arguments, Map<String, String> environment, Path out, Path err) throws IOException {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(jvmOptions);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
