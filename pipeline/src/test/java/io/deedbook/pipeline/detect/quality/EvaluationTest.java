// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deedbook.pipeline.detect.Category;
import io.deedbook.pipeline.detect.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The measure itself: what counts as found, and what as wrong. */
class EvaluationTest {
    private static final String MARKED = "a ⟦email|jane@example.com⟧ b";

    @Test
    void of_takesTheMarksOutOfTheText() {
        var text = LabelledText.of("f", "k", List.of(), MARKED);
        assertThat(text.text()).isEqualTo("a jane@example.com b");
        assertThat(text.labels()).containsExactly(Label.of("email", 2, 18));
    }

    @Test
    void of_refusesAMarkThatDoesNotEnd() {
        assertThatThrownBy(() -> LabelledText.of("f", "k", List.of(), "a ⟦email|jane"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLabelThatIsCoveredByItsType_isFound() {
        var all = evaluate(MARKED, finding("email", 0, 20));
        assertThat(all.precision()).isEqualTo(1);
        assertThat(all.recall()).isEqualTo(1);
    }

    @Test
    void aLabelThatIsCoveredInPart_isMissed() {
        var all = evaluate(MARKED, finding("email", 2, 17));
        assertThat(all.recall()).isZero();
        assertThat(all.missed()).isEqualTo(1);
        assertThat(all.precision()).isEqualTo(1);
    }

    @Test
    void aLabelThatIsCoveredByAnotherType_isMissedAndTheFindingWrong() {
        var all = evaluate(MARKED, finding("phone", 2, 18));
        assertThat(all.recall()).isZero();
        assertThat(all.precision()).isZero();
        assertThat(all.recallOfMasking()).isEqualTo(1);
        assertThat(all.precisionOfMasking()).isEqualTo(1);
    }

    @Test
    void aLabelOfEitherType_isFoundAsEither() {
        var all = evaluate("⟦gitlab_token/url_credentials|abc⟧", finding("url_credentials", 0, 3));
        assertThat(all.precision()).isEqualTo(1);
        assertThat(all.recall()).isEqualTo(1);
    }

    @Test
    void aLabelThatNeedNotBeFound_isNeitherMissedNorWrong() {
        var missed = evaluate("⟦person_name?|Jane⟧");
        assertThat(missed.labels()).isZero();
        var found = evaluate("⟦person_name?|Jane⟧", finding("person_name", 0, 4));
        assertThat(found.precision()).isEqualTo(1);
    }

    @Test
    void aFindingOnNothing_isWrong() {
        var all = evaluate(MARKED, finding("email", 2, 18), finding("email", 19, 20));
        assertThat(all.precision()).isEqualTo(0.5);
        assertThat(all.precisionOfMasking()).isEqualTo(0.5);
    }

    @Test
    void hiddenUnits_areCountedByLettersAndDigits() {
        var evaluation = Evaluation.of(
                text -> List.of(finding("email", 0, 6)), List.of(LabelledText.of("f", "k", List.of(), MARKED)));
        assertThat(evaluation.maskedShare()).isCloseTo(4 / 14.0, within(1e-9));
        assertThat(evaluation.needlessShare()).isEqualTo(0.5);
    }

    private static Tally evaluate(String marked, Finding... findings) {
        return Evaluation.of(text -> List.of(findings), List.of(LabelledText.of("f", "k", List.of(), marked)))
                .all();
    }

    private static Finding finding(String type, int start, int end) {
        return new Finding(type, Category.CONTACT, start, end);
    }
}
