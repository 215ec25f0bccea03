// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.demo.Demo;
import picocli.CommandLine.Command;

/** {@code deedbook demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a collector, sends it telemetry that was captured from the real client (every value in it is invented),"
                    + " and says what became of it and what to look at. Runs on until Ctrl-C.",
            "",
            "Its data stay: a second start goes on from there. Start it with another --data-dir to begin anew."
        })
final class DemoCommand extends ConfiguredCommand {

    DemoCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws Exception {
        var options = options();
        return Foreground.run(options, (vertx, server) -> new Demo(vertx, options, server, out()).run());
    }
}
