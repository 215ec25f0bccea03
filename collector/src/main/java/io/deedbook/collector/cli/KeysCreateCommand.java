// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.deedbook.storage.tenant.NewApiKey;
import io.deedbook.storage.tenant.Scope;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook keys create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes a key and prints it, once: it is stored nowhere.")
final class KeysCreateCommand extends LedgerCommand {
    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose key. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(
            names = "--team",
            paramLabel = "<name>",
            description =
                    "Which team's. Records sent with it belong to the team, and it reads nothing else. Made if new.")
    private @Nullable String team;

    @Option(names = "--name", paramLabel = "<text>", description = "What people call it.")
    private String name = "";

    @Option(
            names = "--scope",
            paramLabel = "<scope>",
            split = ",",
            description = "What it may do: ingest, read, admin. Several with commas. Default: ingest.")
    private List<String> scopes = List.of(Scope.INGEST.wireName());

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    KeysCreateCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        var wanted = ScopeNames.parse(scopes);
        return tenant(storage, tenant)
                .compose(owner -> (team == null
                                ? Future.<Void>succeededFuture()
                                : storage.teams().create(owner, team))
                        .compose(made -> storage.keys().create(owner, team, name, wanted)))
                .map(this::print);
    }

    private int print(NewApiKey made) {
        if (json) {
            out().println(KeyListing.json(made.key()).put("key", made.value()).encodePrettily());
        } else {
            out().println(made.value());
            err().println("Key " + made.key().id() + " of tenant " + tenant + " may " + String.join(", ", scopes)
                    + ". It is shown this once.");
        }
        return Main.DONE;
    }
}
