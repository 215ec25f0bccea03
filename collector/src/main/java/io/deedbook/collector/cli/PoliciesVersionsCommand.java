// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.policy.PolicyDesk;
import io.deedbook.collector.policy.PolicyJson;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.policy.StoredPolicy;
import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code deedbook policies versions}. */
@Command(
        name = "versions",
        mixinStandardHelpOptions = true,
        description = "Lists the versions of the policy of a tenant or team, newest first.")
final class PoliciesVersionsCommand extends PolicyCommand {
    PoliciesVersionsCommand(Console console) {
        super(console);
    }

    @Override
    Future<Callable<Integer>> run(PolicyDesk desk, PolicyOwner owner) {
        return desk.versions(owner).map(versions -> () -> {
            if (json()) {
                out().println(PolicyJson.versions(versions).encodePrettily());
            } else {
                print(versions);
            }
            return Main.DONE;
        });
    }

    private void print(List<StoredPolicy> versions) {
        var table = new TextTable("NUMBER", "SET AT", "SET BY", "RECORD", "");
        for (var version : versions) {
            table.row(
                    Integer.toString(version.number()),
                    version.setAt().toInstant().truncatedTo(ChronoUnit.SECONDS).toString(),
                    version.setBy(),
                    version.recordId(),
                    version.document() == null ? "removed" : "");
        }
        out().print(table.text());
    }
}
