// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.policy.PolicyDesk;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.policy.PolicyCompiler;
import io.deedbook.pipeline.policy.PolicyException;
import io.deedbook.storage.Storage;
import io.deedbook.storage.policy.PolicyOwner;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command on the policy of one tenant or team. */
abstract class PolicyCommand extends LedgerCommand {
    /** Who sets a policy from here. */
    static final String COMMAND_LINE = "command line";

    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose policy. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(names = "--team", paramLabel = "<name>", description = "Which team's, instead of the tenant's own.")
    private @Nullable String team;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    PolicyCommand(Console console) {
        super(console);
    }

    @Override
    final Future<Integer> run(Vertx vertx, Storage storage) {
        var level = options().loggingLevel();
        return vertx.executeBlocking(() -> new PolicyDesk(
                        vertx,
                        storage.policies(),
                        new PolicyCompiler(level),
                        storage.secrets()::tokenKey,
                        new Sealer(),
                        Future::succeededFuture))
                .compose(desk -> tenant(storage, tenant).compose(owner -> run(desk, new PolicyOwner(owner, team))))
                // off the event loop, because whoever reads what is printed may be slow
                .compose(vertx::executeBlocking)
                .recover(failure -> failure instanceof PolicyException refused
                        ? Future.succeededFuture(PoliciesCheckCommand.print(err(), refused))
                        : Future.failedFuture(failure));
    }

    /**
     * Does what the command is for.
     *
     * @return prints what came of it, and gives the exit code
     */
    abstract Future<Callable<Integer>> run(PolicyDesk desk, PolicyOwner owner);

    boolean json() {
        return json;
    }
}
