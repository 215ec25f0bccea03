// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Audits of a {@link TestExport} in its folder, by somebody who was given the log's key, and may have kept a
 * checkpoint.
 */
final class TestAudit {
    static final long NOW = 1_800_000_000;

    private TestAudit() {}

    /** What is found, each kind once. */
    static List<String> codes(Path folder) throws IOException {
        return audit(folder).findings().stream()
                .map(AuditFinding::code)
                .distinct()
                .toList();
    }

    static AuditReport audit(Path folder) throws IOException {
        return audit(folder, TestExport.VKEY);
    }

    static AuditReport audit(Path folder, Vkey given) throws IOException {
        return audit(folder, new Trust(Optional.of(TlogPolicy.ofLogs(List.of(given))), Optional.empty(), NOW));
    }

    static AuditReport audit(Path folder, String kept) throws IOException {
        return audit(folder, trust(kept));
    }

    static Trust trust(String kept) {
        return new Trust(Optional.of(TlogPolicy.ofLogs(List.of(TestExport.VKEY))), Optional.of(kept), NOW);
    }

    static AuditReport audit(Path folder, Trust trust) throws IOException {
        return new ExportAudit(new FolderFiles(folder), trust, entries -> {}).run();
    }
}
