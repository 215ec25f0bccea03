// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule can match at all when some fields are absent from every record, as far as that shows from the rule
 * alone: a rule that asks for what nobody sends looks like a rule that has found nothing.
 *
 * @param unsent the slots of the fields that are absent
 * @param eventType the slot of the kind of event, whose words are known; null while no rule asks for it
 */
record Satisfiable(Set<Integer> unsent, @Nullable Integer eventType) {
    Satisfiable {
        unsent = Set.copyOf(unsent);
    }

    boolean check(Expression expression) {
        return can(expression, true);
    }

    /** Whether the expression can come out so for some record; taken apart, never evaluated on one. */
    private boolean can(Expression expression, boolean holds) {
        if (expression instanceof Expression.Not not) {
            return can(not.part(), !holds);
        } else if (expression instanceof Expression.And and) {
            return holds
                    ? and.parts().stream().allMatch(part -> can(part, true))
                    : and.parts().stream().anyMatch(part -> can(part, false));
        } else if (expression instanceof Expression.Or or) {
            return holds
                    ? or.parts().stream().anyMatch(part -> can(part, true))
                    : or.parts().stream().allMatch(part -> can(part, false));
        } else if (expression instanceof Expression.Matches matches) {
            return !holds || canMatch(matches);
        } else if (expression instanceof Expression.Present present) {
            return !holds || !unsent.contains(present.slot());
        } else if (expression instanceof Expression.Refers refers) {
            return !holds || !(unsent.contains(refers.slot()) || unsent.contains(refers.otherSlot()));
        }
        return expression.parts().isEmpty() || expression.parts().stream().allMatch(part -> can(part, holds));
    }

    private boolean canMatch(Expression.Matches matches) {
        if (unsent.contains(matches.slot())) {
            return false;
        }
        return eventType == null
                || matches.slot() != eventType
                || AgentEventType.words().stream()
                        .anyMatch(word -> matches.tests().stream().anyMatch(test -> test.matches(word)));
    }
}
