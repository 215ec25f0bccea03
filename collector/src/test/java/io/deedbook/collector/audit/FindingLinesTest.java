// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.collector.audit.FindingLines.Found;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingLinesTest {
    @Test
    void of_isInTheOrderOfTheLogAndJoinsWhatIsAlike() {
        var found = List.of(
                new Found("altered", 9, "part content"),
                new Found("entry-mismatch", 6, "records.jsonl"),
                new Found("entry-mismatch", 4, "records.jsonl"),
                new Found("altered", 5, "part actor"),
                new Found("entry-mismatch", 5, "records.jsonl"),
                new Found("altered", 8, "part content"),
                new Found("altered", 11, "part content"),
                new Found("record-count", -1, "records.jsonl"));

        assertThat(FindingLines.of(found, 108)).isEqualTo("""
                          record-count: records.jsonl
                          entry-mismatch at 4 to 6: records.jsonl
                          altered at 5: part actor
                          altered at 8 to 9: part content
                          altered at 11: part content
                          and 100 more
                """);
    }

    @Test
    void of_nothingIsNothing() {
        assertThat(FindingLines.of(List.of(), 0)).isEmpty();
    }
}
