// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.config.ClientSettings;
import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.server.CollectorServer;
import io.deedbook.collector.server.FirstKeys;
import io.vertx.core.Future;
import picocli.CommandLine.Command;

/** {@code deedbook serve}: runs a collector until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a collector: telemetry, API and dashboard on one port. Stops in order on Ctrl-C or SIGTERM.",
            "",
            "On the first start it makes the tenant \"default\" and prints two keys, once: one that sends and one that"
                    + " reads. Set DEEDBOOK_BOOTSTRAP_API_KEY to have one key of that value instead, for both."
        })
final class ServeCommand extends ConfiguredCommand {

    ServeCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws Exception {
        var options = options();
        return Foreground.run(options, (vertx, server) -> {
            greet(options, server);
            return Future.succeededFuture();
        });
    }

    private void greet(CollectorOptions options, CollectorServer server) {
        out().println("Deedbook listens on " + server.url() + " (dashboard: " + server.url() + "/dashboard).");
        out().println("Its data are in " + options.dataDir().toAbsolutePath().normalize() + ".");
        server.firstKeys().ifPresent(keys -> show(server.url(), keys));
        out().flush();
    }

    private void show(String url, FirstKeys keys) {
        var clients = new ClientSettings(url, keys.ingest());
        out().println();
        out().println("This is the first start. Two keys of the tenant \"default\", shown once and stored nowhere:");
        out().println();
        out().println("  reads: dashboard and API     " + keys.read());
        out().println("  sends: for the clients       " + keys.ingest());
        out().println();
        out().println("Claude Code, in its environment:");
        out().println();
        out().print(clients.claudeCodeEnvironment().indent(2));
        out().println();
        out().println("Cowork, under Organization settings > Cowork:");
        out().println();
        out().print(clients.coworkFields().indent(2));
    }
}
