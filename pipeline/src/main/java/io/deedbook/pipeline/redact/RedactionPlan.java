// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

import java.util.Map;

/**
 * How a tenant or team wants its records redacted. Immutable.
 *
 * @param maskWhole whether a whole value gives way to the tokens when anything in it is found
 * @param pseudonymise whether what names the user becomes a token too, in fields and attributes
 * @param actions what findings of a type give way to; a token where it says nothing
 */
public record RedactionPlan(boolean maskWhole, boolean pseudonymise, Map<String, RedactionAction> actions) {
    /** Tokens for all findings, and users by name. */
    public static final RedactionPlan TOKENS = new RedactionPlan(false, false, Map.of());

    public RedactionPlan {
        actions = Map.copyOf(actions);
    }

    RedactionAction action(String type) {
        return actions.getOrDefault(type, RedactionAction.TOKEN);
    }
}
