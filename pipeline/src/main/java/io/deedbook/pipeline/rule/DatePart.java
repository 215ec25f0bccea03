// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import org.jspecify.annotations.Nullable;

/**
 * The number that a rule takes out of a time. Times are read as they stand, in their own offset.
 *
 * <p>Source: Sigma Modifiers Appendix 2.1.0, "Time Modifiers".
 */
enum DatePart {
    MINUTE(ChronoField.MINUTE_OF_HOUR),
    HOUR(ChronoField.HOUR_OF_DAY),
    DAY(ChronoField.DAY_OF_MONTH),
    WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
    MONTH(ChronoField.MONTH_OF_YEAR),
    YEAR(ChronoField.YEAR);

    private static final int CHARS_MAX = 40;

    private final TemporalField field;

    DatePart(TemporalField field) {
        this.field = field;
    }

    /** The number in {@code text}, or null where that is no RFC 3339 time. */
    @Nullable
    Integer of(String text) {
        if (text.length() < 16 || text.length() > CHARS_MAX || text.charAt(4) != '-') {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).get(field);
        } catch (DateTimeParseException e) {
            return null;
        } catch (DateTimeException e) {
            throw new IllegalStateException("part: " + this + " (expected: one that every time has)", e);
        }
    }
}
