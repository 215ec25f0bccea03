// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.correlate.Conclusion.Common;
import io.deedbook.pipeline.record.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The sentence that tells a person what was found. */
final class Explanation {
    private static final int VALUE_CHARS_MAX = 200;
    private static final int NANOS_DIGITS = 9;

    private Explanation() {}

    static String of(Correlation correlation, int records, long amount, long spanNanos) {
        var rules = correlation.rules();
        var limit = "; the limit is " + correlation.condition().text() + " in " + duration(correlation.timespanNanos());
        var all = records + " records within " + duration(spanNanos) + " match " + String.join(" or ", rules);
        var text = switch (correlation.type()) {
            case EVENT_COUNT -> all + limit;
            case VALUE_COUNT -> all + " with " + amount + " different values of " + field(correlation) + limit;
            case VALUE_SUM -> all + " with a sum of " + amount(correlation, amount) + limit;
            case VALUE_AVG -> all + " with a mean of " + amount(correlation, amount) + limit;
            case TEMPORAL -> String.join(" and ", rules) + " came within " + duration(spanNanos);
            case TEMPORAL_ORDERED -> String.join(", then ", rules) + " came within " + duration(spanNanos);
        };
        return text + '.';
    }

    /** Of who it was only the name of the field, because a text is not where anybody looks for a person to erase. */
    static String ofCommon(List<Common> common) {
        var texts = new ArrayList<String>();
        for (var one : common) {
            texts.add(one.isActor() ? one.name() : one.name() + " = " + cut(one.value()));
        }
        return texts.isEmpty() ? "" : " In common: " + String.join(", ", texts) + '.';
    }

    private static String field(Correlation correlation) {
        var field = correlation.condition().field();
        return field == null ? "" : field.jsonName();
    }

    private static String amount(Correlation correlation, long amount) {
        return correlation.condition().field() == Field.COST_USD_NANOS
                ? BigDecimal.valueOf(amount, NANOS_DIGITS).stripTrailingZeros().toPlainString() + " USD"
                : field(correlation) + " of " + amount;
    }

    /** In the two largest units that it has. */
    static String duration(long nanos) {
        var seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        if (seconds < 1) {
            return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
        }
        var texts = new ArrayList<String>();
        add(texts, seconds / 86_400, "d");
        add(texts, seconds / 3_600 % 24, "h");
        add(texts, seconds / 60 % 60, "min");
        add(texts, seconds % 60, "s");
        return String.join(" ", texts.subList(0, Math.min(2, texts.size())));
    }

    private static void add(List<String> texts, long number, String unit) {
        if (number > 0) {
            texts.add(number + " " + unit);
        }
    }

    private static String cut(String value) {
        return value.length() <= VALUE_CHARS_MAX ? value : value.substring(0, VALUE_CHARS_MAX - 1) + '…';
    }
}
