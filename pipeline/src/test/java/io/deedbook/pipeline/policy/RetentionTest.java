// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    @Test
    void of_isEmptyWhereAPolicySaysNothing() {
        assertThat(Retention.of("level: full")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not: [a policy", "{retention: {content: none}, memberOfALaterVersion: 1}"})
    void of_guessesNothingWhereAPolicyCantBeRead(String text) {
        assertThatThrownBy(() -> Retention.of(text)).isInstanceOf(PolicyException.class);
    }

    @Test
    void of_readsDaysWeeksYearsAndNone() {
        assertThat(Retention.of("retention: {content: 26w, entries: 7y}"))
                .contains(new Retention(OptionalInt.of(182), OptionalInt.of(2555)));
        assertThat(Retention.of("retention: {content: 30d}"))
                .contains(new Retention(OptionalInt.of(30), Retention.STANDARD.entryDays()));
        assertThat(Retention.of("retention: {content: none, entries: none}")).contains(Retention.KEEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retention: {content: 0d}",
                "retention: {content: 3651d}",
                "retention: {content: 99999999999d}",
                "retention: {content: 180}",
                "retention: {content: -1d}",
                "retention: {entries: 179d}",
                "retention: {content: 400d, entries: 1y}",
                "retention: {contents: 1d}",
                "retention: 180d"
            })
    void read_refusesWhatNoTimeIs(String text) {
        var errors = new ArrayList<PolicyError>();
        PolicyReader.read(text, errors);
        assertThat(errors).isNotEmpty();
    }

    @Test
    void cutoffs_areSoManyDaysBeforeNow() {
        var now = TimeUnit.DAYS.toNanos(1_000);
        assertThat(Retention.STANDARD.contentCutoffUnixNanos(now)).hasValue(TimeUnit.DAYS.toNanos(820));
        assertThat(new Retention(OptionalInt.empty(), OptionalInt.empty()).contentCutoffUnixNanos(now))
                .isEmpty();
    }
}
