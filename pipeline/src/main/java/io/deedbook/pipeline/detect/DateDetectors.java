// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import io.deedbook.pipeline.detect.Trigger.Digits;
import java.util.List;
import java.util.function.Supplier;

/** The definitions of what finds dates that a word near them explains, each for the type that the words stand for. */
final class DateDetectors {
    private DateDetectors() {}

    /** How such dates are written. */
    static List<Detector> all(Supplier<DetectorBuilder> definition) {
        return List.of(
                date(definition)
                        .matches("1985-03-14", "14.03.1985", "3/14/1985", "14/03/85", "1985.3.14")
                        .rejects("1985-13-14", "1985-03-14T10:00:00Z", "1985-03-14 10:00")
                        .pattern(WrittenDate.SHAPE.pattern(), 0, WrittenDate.SHAPE.charsMax())
                        .on(Digits.of("-/.", 1, 4, 3, 6)
                                .opening(WrittenDate.SHAPE::isPossible)
                                .when(WrittenDate::ahead)),
                date(definition)
                        .matches("2 April 1953", "14 de marzo de 1985", "8. Februar 1982", "12 stycznia 1980")
                        .rejects("2 Apples 1953", "31 items", "14 March 85")
                        .pattern(WrittenDate.DAY_FIRST, 0, WrittenDate.CHARS_MAX)
                        .on(Digits.of("", 1, 2, 1, 1)
                                .opening((first, next, second) -> second == 0 && next != Opening.CAPITAL)
                                .when(WrittenDate::dayFirstAhead)),
                date(definition)
                        .matches("March 14, 1985", "Sept 3rd, 1971", "Jan. 16 1982")
                        .rejects("March 14", "may 5 apples", "smarch 14, 1985")
                        .pattern(WrittenDate.MONTH_FIRST, 0, WrittenDate.CHARS_MAX)
                        .on(Trigger.Literals.of(WrittenDate.MONTHS).when(WrittenDate::monthFirstAhead)));
    }

    /** The beginning of a definition of one more way to write them. */
    static DetectorBuilder date(Supplier<DetectorBuilder> definition) {
        return definition
                .get()
                .confidence(Confidence.LOW)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(WrittenDate::validate);
    }
}
