// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import static io.deedbook.storage.audit.TestAudit.audit;
import static io.deedbook.storage.audit.TestAudit.codes;
import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.storage.tlog.TestKeys;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that were signed by one key after another. */
class KeyChangeAuditTest {
    private static final Vkey OLD = TestKeys.log(TestExport.ORIGIN, 101);

    @TempDir
    private Path folder;

    @Test
    void earlierCheckpointsMayBeByAKeyThatTheLogNames() throws IOException {
        var export = new TestExport(folder, 300);
        export.entries.clear();
        export.own(
                "genesis", Map.of("vkey", TestKeys.log(TestExport.ORIGIN, 101).toString(), "epoch", "1"));
        export.entries.addAll(new TestExport(folder, 300).entries);
        export.own("key", Map.of("vkey", TestExport.VKEY.toString()));
        export.writeLog();
        export.write("checkpoints/200", export.checkpoint(200, 101).getBytes(StandardCharsets.UTF_8));
        export.write(
                "checkpoints/301", export.checkpoint(301, 101, TestExport.KEY).getBytes(StandardCharsets.UTF_8));
        assertThat(audit(folder).findings()).isEmpty();
        export.write("checkpoints/250", export.checkpoint(250, 102).getBytes(StandardCharsets.UTF_8));
        assertThat(codes(folder)).containsExactly("no-trusted-signature");
    }

    @Test
    void aLogWhoseKeyChangedIsVerifiedAsFarAsTheGivenKeySigned() throws IOException {
        var export = new TestExport(folder, 300).own("key", handedOverBy(101));
        export.entries.addAll(new TestExport(folder, 50).entries);
        export.writeLog();
        export.write("checkpoints/200", export.checkpoint(200, 101).getBytes(StandardCharsets.UTF_8));
        export.write("checkpoints/290", export.checkpoint(290, 101).getBytes(StandardCharsets.UTF_8));

        var report = audit(folder, OLD);

        assertThat(report.findings()).extracting(AuditFinding::code).containsExactly("no-trusted-signature");
        assertThat(report.keyChange()).contains(new KeyChange(TestExport.ORIGIN, 290, 300, TestExport.VKEY));
        assertThat(report.entries()).isEqualTo(290);
        assertThat(report.complete()).isFalse();
    }

    @Test
    void aKeyThatWasNotHandedOverToIsNoSuccessor() throws IOException {
        var export = new TestExport(folder, 20).own("key", handedOverBy(102));
        export.writeLog();
        export.write("checkpoints/10", export.checkpoint(10, 101).getBytes(StandardCharsets.UTF_8));
        assertThat(audit(folder, OLD).keyChange())
                .contains(new KeyChange(TestExport.ORIGIN, 10, AuditFinding.WHOLE, null));

        export.write(
                "checkpoints/10", new TestExport(folder, 20).checkpoint(10, 101).getBytes(StandardCharsets.UTF_8));
        var other = audit(folder, OLD);
        assertThat(other.keyChange()).isEmpty();
        assertThat(other.findings()).extracting(AuditFinding::code).contains("root-mismatch");
    }

    /** What the entry says with which the log goes over from the old key, signed by this one. */
    private static Map<String, String> handedOverBy(int key) {
        var handover = "deedbook-key-handover/v1\n" + TestExport.ORIGIN + '\n' + TestExport.VKEY + '\n';
        var signature = TestKeys.sign(handover, OLD, key).signature();
        return Map.of("vkey", TestExport.VKEY.toString(), "handover", TestExport.base64(signature));
    }
}
