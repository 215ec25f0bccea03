// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.erasure;

import io.deedbook.storage.erasure.ErasureProgress;
import io.deedbook.storage.erasure.Hold;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes erasures and holds as they are answered. */
public final class ErasureJson {
    private ErasureJson() {}

    /** How far an erasure is. */
    public static JsonObject progress(ErasureProgress progress) {
        return new JsonObject()
                .put("id", progress.id())
                .put("state", progress.state())
                .put("subject", progress.subject())
                .put("searched", progress.searched())
                .put("of", progress.logSize())
                .put("erased", progress.erased())
                .put("held", progress.held())
                .put("heldBy", new JsonArray(progress.heldBy()));
    }

    /** What came of an erasure, or would. */
    public static JsonObject ended(ErasureProgress progress, boolean dryRun, List<String> left) {
        var json = progress(progress).put("dryRun", dryRun);
        if (dryRun) {
            json.remove("id");
        }
        return json.put("toRun", new JsonArray(left));
    }

    /** A hold. */
    public static JsonObject hold(Hold hold) {
        return new JsonObject()
                .put("id", hold.id())
                .put("subject", empty(hold.subject()))
                .put("session", empty(hold.session()))
                .put("from", time(hold.fromUnixNanos()))
                .put("to", time(hold.toUnixNanos()))
                .put("reason", hold.reason())
                .put("addedBy", hold.addedBy())
                .put("addedAt", hold.addedAt())
                .put("releasedBy", hold.releasedBy())
                .put("releasedAt", hold.releasedAt());
    }

    /** Holds. */
    public static JsonArray holds(List<Hold> holds) {
        var array = new JsonArray();
        holds.forEach(hold -> array.add(hold(hold)));
        return array;
    }

    /** What a hold is about, for people. */
    public static String about(Hold hold) {
        if (!hold.subject().isEmpty()) {
            return hold.subject();
        }
        if (!hold.session().isEmpty()) {
            return hold.session();
        }
        return orDots(time(hold.fromUnixNanos())) + " to " + orDots(time(hold.toUnixNanos()));
    }

    private static String orDots(@Nullable String text) {
        return text == null ? "…" : text;
    }

    private static @Nullable String empty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String time(OptionalLong unixNanos) {
        return unixNanos.isEmpty()
                ? null
                : Instant.EPOCH.plus(unixNanos.getAsLong(), ChronoUnit.NANOS).toString();
    }
}
