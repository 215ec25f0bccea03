// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.tenant.ApiKey;
import io.deedbook.storage.tenant.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** How keys are shown: everything but the key itself. */
final class KeyListing {
    private KeyListing() {}

    static String table(List<ApiKey> keys) {
        var table = new TextTable("ID", "TEAM", "NAME", "SCOPES", "CREATED", "STATE");
        for (var key : keys) {
            table.row(
                    key.id(),
                    key.team() == null ? "-" : key.team(),
                    key.name().isEmpty() ? "-" : key.name(),
                    scopes(key).collect(Collectors.joining(",")),
                    DateTimeFormatter.ISO_LOCAL_DATE.format(key.createdAt()),
                    key.revokedAt() == null ? "valid" : "revoked");
        }
        return table.text();
    }

    static JsonArray json(List<ApiKey> keys) {
        var array = new JsonArray();
        keys.forEach(key -> array.add(json(key)));
        return array;
    }

    static JsonObject json(ApiKey key) {
        var scopes = new JsonArray();
        scopes(key).forEach(scopes::add);
        return new JsonObject()
                .put("id", key.id())
                .put("tenant", key.tenant().name())
                .put("team", key.team())
                .put("name", key.name())
                .put("scopes", scopes)
                .put("createdAt", key.createdAt().toInstant().toString())
                .put(
                        "revokedAt",
                        key.revokedAt() == null
                                ? null
                                : key.revokedAt().toInstant().toString());
    }

    private static java.util.stream.Stream<String> scopes(ApiKey key) {
        return key.scopes().stream().sorted().map(Scope::wireName);
    }
}
