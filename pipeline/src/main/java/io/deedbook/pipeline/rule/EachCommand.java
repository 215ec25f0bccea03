// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.List;

/**
 * Holds a rule that excludes something by a command against each command of a script on its own, so that a harmless
 * command beside a harmful one excuses nothing. What doesn't depend on the command is evaluated once, which keeps the
 * time linear.
 */
final class EachCommand {
    private final int slot;

    // Mutable state, of the one thread that made this.
    private int onceCount;

    private EachCommand(int slot) {
        this.slot = slot;
    }

    /** The rule as it is to be evaluated: unchanged where it excludes nothing by what stands in this slot. */
    static Expression of(Expression rule, int slot) {
        if (!excludesBy(rule, slot)) {
            return rule;
        }
        var each = new EachCommand(slot);
        var part = each.split(rule);
        return new Expression.ForEach(slot, part, each.onceCount);
    }

    /** Whether a condition has {@code not} before a selection that asks for the slot. */
    private static boolean excludesBy(Expression expression, int slot) {
        if (expression instanceof Expression.Not not && hasName(not) && asksFor(not, slot)) {
            return true;
        }
        return expression.parts().stream().anyMatch(part -> excludesBy(part, slot));
    }

    private static boolean hasName(Expression expression) {
        return expression instanceof Expression.Named
                || expression.parts().stream().anyMatch(EachCommand::hasName);
    }

    private static boolean asksFor(Expression expression, int slot) {
        return (expression instanceof Expression.Matches matches && matches.slot() == slot)
                || (expression instanceof Expression.Present present && present.slot() == slot)
                || (expression instanceof Expression.Refers refers
                        && (refers.slot() == slot || refers.otherSlot() == slot))
                || expression.parts().stream().anyMatch(part -> asksFor(part, slot));
    }

    /** Marks the largest parts that don't ask for the slot. */
    private Expression split(Expression expression) {
        if (!asksFor(expression, slot)) {
            return new Expression.Once(onceCount++, expression);
        } else if (expression instanceof Expression.And and) {
            return new Expression.And(split(and.parts()));
        } else if (expression instanceof Expression.Or or) {
            return new Expression.Or(split(or.parts()));
        } else if (expression instanceof Expression.Not not) {
            return new Expression.Not(split(not.part()));
        } else if (expression instanceof Expression.Named named) {
            return new Expression.Named(named.name(), split(named.part()));
        }
        return expression;
    }

    private List<Expression> split(List<Expression> parts) {
        return parts.stream().map(this::split).toList();
    }
}
