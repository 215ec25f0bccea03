// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.record.Action;
import java.util.Locale;

/**
 * What an event does by the conventions for generative AI, told by an attribute: for events whose name says nothing,
 * which are all but those of the known clients.
 *
 * <p>Sources: OpenTelemetry's {@code gen_ai.operation.name} and {@code mcp.method.name},
 * {@code openinference.span.kind} of OpenInference, {@code traceloop.span.kind} and {@code llm.request.type} of
 * OpenLLMetry.
 */
enum Operation {
    NONE(Action.OTHER),
    /** A model was asked. */
    INFERENCE(Action.API_REQUEST),
    TOOL(Action.OTHER),
    AGENT(Action.SUB_AGENT_SPAWN),
    /** A store of documents or of memories was asked or changed. */
    STORE(Action.CONNECTOR_ACCESS),
    MCP_CONNECTION(Action.MCP_CONNECTION),
    MCP_CALL(Action.CONNECTOR_ACCESS);

    private final Action action;

    Operation(Action action) {
        this.action = action;
    }

    /** The action it stands for; that of a tool call is its tool's. */
    Action action() {
        return action;
    }

    /** What the attributes tell, by the most telling of them. */
    static Operation of(Attributes attributes) {
        var operation = NONE;
        var best = Integer.MAX_VALUE;
        for (var position = 0; position < attributes.count(); position++) {
            var rank = rank(attributes.key(position));
            if (rank < best) {
                var text = Reading.text(attributes.value(position));
                var read = text == null ? NONE : read(rank, text);
                if (read != NONE) {
                    operation = read;
                    best = rank;
                }
            }
        }
        return operation;
    }

    private static int rank(String key) {
        return switch (key) {
            case "mcp.method.name" -> 0;
            case "gen_ai.operation.name" -> 1;
            case "openinference.span.kind" -> 2;
            case "traceloop.span.kind" -> 3;
            case "llm.request.type" -> 4;
            default -> Integer.MAX_VALUE;
        };
    }

    private static Operation read(int rank, String text) {
        if (rank == 0) {
            return mcp(text);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "chat",
                    "text_completion",
                    "generate_content",
                    "embeddings",
                    "llm",
                    "llm_call",
                    "embedding",
                    "completion",
                    "rerank",
                    "reranker" -> INFERENCE;
            case "execute_tool", "tool", "tool_call" -> TOOL;
            case "create_agent", "invoke_agent", "invoke_workflow", "agent", "agent_call" -> AGENT;
            case "retrieval",
                    "retriever",
                    "create_memory",
                    "create_memory_store",
                    "delete_memory",
                    "delete_memory_store",
                    "search_memory",
                    "update_memory",
                    "upsert_memory" -> STORE;
            default -> NONE;
        };
    }

    private static Operation mcp(String method) {
        if (method.startsWith("notifications/")) {
            return NONE;
        }
        return method.equals("initialize") || method.equals("server/discover") ? MCP_CONNECTION : MCP_CALL;
    }
}
