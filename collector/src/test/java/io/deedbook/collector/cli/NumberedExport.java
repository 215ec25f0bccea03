// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * An export request as a client might send it, whose records can be found again: each has the export's id as its
 * session and its place in the export as its sequence.
 */
final class NumberedExport {
    private static final long START_UNIX_NANOS = 1_795_235_715_237_000_000L;

    private NumberedExport() {}

    static byte[] logs(String id, int records) {
        var logs = new JsonArray();
        for (var i = 0; i < records; i++) {
            logs.add(new JsonObject()
                    .put("timeUnixNano", Long.toString(START_UNIX_NANOS + i))
                    .put("body", text("claude_code.tool_result"))
                    .put(
                            "attributes",
                            new JsonArray()
                                    .add(attribute("event.name", text("tool_result")))
                                    .add(attribute("session.id", text(id)))
                                    .add(attribute("event.sequence", new JsonObject().put("intValue", i)))
                                    .add(attribute("tool_name", text("Bash")))
                                    .add(attribute("success", text("true")))));
        }
        var scope = new JsonObject()
                .put("scope", new JsonObject().put("name", "com.anthropic.claude_code.events"))
                .put("logRecords", logs);
        var resource = new JsonObject()
                .put(
                        "resource",
                        new JsonObject()
                                .put("attributes", new JsonArray().add(attribute("service.name", text("claude-code")))))
                .put("scopeLogs", new JsonArray().add(scope));
        return new JsonObject()
                .put("resourceLogs", new JsonArray().add(resource))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject attribute(String key, JsonObject value) {
        return new JsonObject().put("key", key).put("value", value);
    }

    private static JsonObject text(String text) {
        return new JsonObject().put("stringValue", text);
    }
}
