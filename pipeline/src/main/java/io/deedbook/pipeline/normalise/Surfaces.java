// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.normalise;

import static java.util.Map.entry;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Event;
import io.deedbook.pipeline.record.Surface;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The product that an event came from, by its own claims: the service's name, then the scope, then telling attributes.
 */
final class Surfaces {
    private static final Map<String, Surface> BY_SERVICE = Map.ofEntries(
            entry("claude-code", Surface.CLAUDE_CODE),
            entry("claude-code-desktop", Surface.CLAUDE_CODE_DESKTOP),
            entry("cowork", Surface.COWORK),
            entry("claude-cowork", Surface.COWORK),
            entry("office-agent", Surface.OFFICE_AGENT),
            entry("claude-desktop", Surface.CLAUDE_DESKTOP),
            entry("claude-platform", Surface.CLAUDE_PLATFORM),
            entry("compliance-api", Surface.COMPLIANCE_API),
            entry("gateway", Surface.GATEWAY));

    private static final String CODE_SCOPE = "com.anthropic.claude_code";
    private static final Set<String> PLATFORM_SCOPES = Set.of("com.anthropic.claude-platform", "com.anthropic.sdk");
    private static final Set<String> OFFICE_KEYS = Set.of("agent.surface", "office.platform", "user.bucket");

    /** Gateways that stand between agents and models, by the beginning of their service's or their library's name. */
    private static final List<String> GATEWAYS =
            List.of("litellm", "portkey", "bifrost", "kong", "agentgateway", "helicone", "openrouter", "truefoundry");
    /** What others of the kind are called. */
    private static final List<String> GATEWAY_WORDS =
            List.of("ai-gateway", "ai_gateway", "llm-gateway", "llm-proxy", "mcp-gateway");

    private static final int NAME_CHARS_MAX = 256;

    private Surfaces() {}

    static Surface of(Event event, EventName name) {
        var claimed = claimed(event);
        if (name.startsWith(EventName.COWORK)) {
            return Surface.COWORK;
        } else if (claimed != null && claimed != Surface.CLAUDE_CODE) {
            return claimed;
        }
        var scope = event.origin().scopeName();
        if (claimed != null || scope.startsWith(CODE_SCOPE) || name.startsWith(EventName.CLAUDE_CODE)) {
            return code(event.attributes());
        } else if (PLATFORM_SCOPES.stream()
                .anyMatch(prefix -> scope.equals(prefix) || scope.startsWith(prefix + '.'))) {
            return Surface.CLAUDE_PLATFORM;
        }
        if (office(event.attributes())) {
            return Surface.OFFICE_AGENT;
        }
        var service = service(event);
        return (service != null && gateway(service)) || gateway(scope) ? Surface.GATEWAY : Surface.OTHER;
    }

    private static @Nullable Surface claimed(Event event) {
        var service = service(event);
        return service == null ? null : BY_SERVICE.get(service.toLowerCase(Locale.ROOT));
    }

    private static @Nullable String service(Event event) {
        var resource = event.origin().resource().text("service.name");
        return resource != null ? resource : event.attributes().text("service.name");
    }

    private static boolean gateway(String name) {
        if (name.length() > NAME_CHARS_MAX) {
            return false;
        }
        var lowered = name.toLowerCase(Locale.ROOT);
        return GATEWAYS.stream().anyMatch(gateway -> begins(lowered, gateway))
                || GATEWAY_WORDS.stream().anyMatch(lowered::contains);
    }

    /** Whether the name begins with the whole word: {@code kong-internal}, but not {@code kongregate}. */
    private static boolean begins(String name, String word) {
        return name.startsWith(word)
                && (name.length() == word.length() || !Character.isLetterOrDigit(name.charAt(word.length())));
    }

    /** The same client runs inside Desktop and Cowork, and says so where it was told to. */
    private static Surface code(Attributes attributes) {
        var entrypoint = attributes.text("app.entrypoint");
        if ("claude-desktop".equals(entrypoint)) {
            return Surface.CLAUDE_CODE_DESKTOP;
        }
        return "local-agent".equals(entrypoint) ? Surface.COWORK : Surface.CLAUDE_CODE;
    }

    private static boolean office(Attributes attributes) {
        for (var position = 0; position < attributes.count(); position++) {
            if (OFFICE_KEYS.contains(attributes.key(position))) {
                return true;
            }
        }
        return false;
    }
}
