// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetHeadTest {
    @Test
    void commands_areTheirProgramAndFirstArgument() {
        var head = TargetHead.of("Bash", "rm -rf ./build12/");

        assertThat(head).isEqualTo("rm build0");
        assertThat(TargetHead.of("Bash", "sudo /bin/rm -r -f \"build7\"")).isEqualTo(head);
        assertThat(TargetHead.of("Bash", "FOO=1 rm build3; ls")).isEqualTo(head);
        assertThat(TargetHead.of("Bash", "rm -rf dist")).isNotEqualTo(head);
        assertThat(TargetHead.of("Bash", "   ")).isEmpty();
    }

    @Test
    void otherTargets_areWhole() {
        assertThat(TargetHead.of("Read", "/srv/App/report 2026.md")).isEqualTo("/srv/app/report 0.md");
        assertThat(TargetHead.of(null, "x")).isEqualTo("x");
    }
}
