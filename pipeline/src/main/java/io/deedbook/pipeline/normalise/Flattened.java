// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.record.ContentName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Content that came in pieces: attributes named with a number, as {@code gen_ai.prompt.0.content} or
 * {@code llm.input_messages.1.message.role}, and others that share a beginning. Each family becomes one content, a JSON
 * object of the attributes as they were named: so their names are redacted too. One event, one thread.
 */
final class Flattened {
    // Mutable state, owned by the normalising thread.
    private final Map<String, Attributes.Builder> families = new LinkedHashMap<>();

    /** The content that the attribute {@code key} is a piece of, or null. */
    static @Nullable String content(String key) {
        if (key.startsWith("gen_ai.")) {
            return ofConventions(key);
        } else if (key.startsWith("llm.")) {
            return ofOpenInference(key);
        } else if (key.startsWith("sdk_host.")) {
            return "sdk_host";
        } else if (key.startsWith("retrieval.documents.") || key.startsWith("reranker.")) {
            return "gen_ai.retrieval.documents";
        } else if (key.startsWith("embedding.embeddings.")) {
            return "embedding";
        }
        return key.startsWith("traceloop.prompt.") ? "promptTemplate" : null;
    }

    private static @Nullable String ofConventions(String key) {
        if (key.startsWith("gen_ai.prompt.")) {
            return ContentName.PROMPT;
        } else if (key.startsWith("gen_ai.completion.")) {
            return ContentName.RESPONSE;
        }
        return key.startsWith("gen_ai.request.functions.") || key.startsWith("gen_ai.request.tools.")
                ? "gen_ai.tool.definitions"
                : null;
    }

    private static @Nullable String ofOpenInference(String key) {
        if (key.startsWith("llm.input_messages.") || key.startsWith("llm.prompts.")) {
            return ContentName.PROMPT;
        } else if (key.startsWith("llm.output_messages.") || key.startsWith("llm.choices.")) {
            return ContentName.RESPONSE;
        } else if (key.startsWith("llm.prompt_template.")) {
            return "promptTemplate";
        }
        return key.startsWith("llm.tools.") || key.startsWith("llm.request.functions.")
                ? "gen_ai.tool.definitions"
                : null;
    }

    /** Adds a piece of {@code content}. */
    void add(String content, String key, Value value) {
        families.computeIfAbsent(content, name -> Attributes.builder(8)).add(key, value);
    }

    /** Files what was put together. */
    void into(Filing filing) {
        families.forEach(
                (content, pieces) -> filing.addContent(content, Reading.content(new Value.Fields(pieces.build()))));
    }
}
