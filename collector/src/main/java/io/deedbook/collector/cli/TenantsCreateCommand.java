// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.deedbook.storage.tenant.NewApiKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deedbook tenants create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes tenants, each with an empty ledger, and on request a key for each.")
final class TenantsCreateCommand extends LedgerCommand {
    @Parameters(
            paramLabel = "<name>",
            arity = "1..*",
            description = "1 to 63 lower-case letters, digits, dots, hyphens, underscores; a letter or digit first.")
    private List<String> names = List.of();

    @Option(
            names = "--key-scope",
            paramLabel = "<scope>",
            split = ",",
            description =
                    "Also makes a key that may do this for each and prints it, once: ingest, read, admin. Several with commas.")
    private List<String> scopes = List.of();

    @Option(names = "--json", description = "Answer in JSON: an object for one tenant, an array for several.")
    private boolean json;

    TenantsCreateCommand(Console console) {
        super(console);
    }

    private record Made(Tenant tenant, Optional<NewApiKey> key) {}

    /** One after another; what was made before one that can't be stays, and is printed. */
    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        var wanted = ScopeNames.parse(scopes);
        var made = new ArrayList<Made>();
        Future<Void> all = Future.succeededFuture();
        for (var name : names) {
            all = all.compose(before -> storage.tenants().create(name))
                    .compose(tenant -> wanted.isEmpty()
                            ? Future.succeededFuture(new Made(tenant, Optional.empty()))
                            : storage.keys()
                                    .create(tenant, null, "", wanted)
                                    .map(key -> new Made(tenant, Optional.of(key))))
                    .onSuccess(made::add)
                    .mapEmpty();
        }
        return all.onComplete(ended -> print(made)).map(Main.DONE);
    }

    private void print(List<Made> made) {
        if (json) {
            var objects = new JsonArray();
            made.forEach(one -> objects.add(object(one)));
            if (!made.isEmpty()) {
                out().println(names.size() == 1 ? objects.getJsonObject(0).encodePrettily() : objects.encodePrettily());
            }
            return;
        }
        for (var one : made) {
            out().println(
                            one.key().isPresent()
                                    ? one.tenant().name()
                                            + ' '
                                            + one.key().get().value()
                                    : "Made tenant " + one.tenant().name() + ". Next: deedbook keys create --tenant "
                                            + one.tenant().name());
        }
    }

    private static JsonObject object(Made made) {
        var object = new JsonObject().put("name", made.tenant().name());
        made.key().ifPresent(key -> object.put("key", key.value()));
        return object;
    }
}
