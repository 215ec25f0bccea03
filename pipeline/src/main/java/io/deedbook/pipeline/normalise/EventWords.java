// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import java.util.Set;

/**
 * The words that the conventions put before what a client chooses, as in {@code chat <model>},
 * {@code tools/call <tool>} and {@code GET <route>}. What follows such a word may be anybody's name; the word itself is
 * nobody's.
 */
final class EventWords {
    /** Source: OpenTelemetry's conventions for generative AI, {@code gen_ai.operation.name}. */
    private static final Set<String> OPERATIONS = Set.of(
            "chat",
            "text_completion",
            "generate_content",
            "embeddings",
            "execute_tool",
            "create_agent",
            "invoke_agent",
            "invoke_workflow",
            "retrieval",
            "create_memory",
            "create_memory_store",
            "delete_memory",
            "delete_memory_store",
            "search_memory",
            "update_memory",
            "upsert_memory",
            Actions.PLATFORM_TOOL);

    /** Source: the same, {@code mcp.method.name}. */
    private static final Set<String> METHODS = Set.of(
            "initialize",
            "ping",
            "server/discover",
            "tools/call",
            "tools/list",
            "resources/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "resources/templates/list",
            "prompts/get",
            "prompts/list",
            "completion/complete",
            "logging/setLevel",
            "roots/list",
            "sampling/createMessage",
            "elicitation/create",
            "notifications/cancelled",
            "notifications/initialized",
            "notifications/message",
            "notifications/progress",
            "notifications/prompts/list_changed",
            "notifications/resources/list_changed",
            "notifications/resources/updated",
            "notifications/roots/list_changed",
            "notifications/tools/list_changed");

    /** Source: the conventions for HTTP spans; {@code HTTP} is their word for a method that is not known. */
    private static final Set<String> HTTP =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "HTTP");

    private EventWords() {}

    static boolean knows(String word) {
        return OPERATIONS.contains(word) || METHODS.contains(word) || HTTP.contains(word);
    }
}
