// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.audit.Counted;
import io.deedbook.collector.audit.FindingLines;
import io.deedbook.storage.verify.Finding;
import io.deedbook.storage.verify.VerificationReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** How the result of a verification is told, to people and to programs. */
final class ReportText {
    private ReportText() {}

    static String lines(VerificationReport report) {
        var text = new StringBuilder()
                .append(report.ok() ? "verified  " : "FAILED    ")
                .append(report.tenant())
                .append(": ")
                .append(Counted.of(report.records(), "record"))
                .append(", signed for ")
                .append(report.signedRecords())
                .append(", ")
                .append(Counted.of(report.checkpoints(), "checkpoint"))
                .append(", ")
                .append(Counted.of(report.tiles(), "full tile"))
                .append(erased(report))
                .append("\n          log ")
                .append(report.origin())
                .append(", key ")
                .append(keySource(report))
                .append(
                        report.earlierVkeys().isEmpty()
                                ? ""
                                : ", " + Counted.of(report.earlierVkeys().size(), "earlier key"))
                .append('\n');
        var findings = report.findings().stream()
                .map(finding -> new FindingLines.Found(finding.code().wireName(), finding.index(), finding.detail()))
                .toList();
        return text.append(FindingLines.of(findings, report.findingCount())).toString();
    }

    private static String erased(VerificationReport report) {
        return (report.erasedParts() == 0 ? "" : ", " + Counted.of(report.erasedParts(), "part") + " erased")
                + (report.removedEntries() == 0
                        ? ""
                        : ", " + Counted.of(report.removedEntries(), "entry") + " removed");
    }

    private static String keySource(VerificationReport report) {
        return switch (report.keySource()) {
            case GIVEN -> "as given";
            case KEY_FILE -> "from the key file";
            case DATABASE -> "from the database itself, which proves little: use --vkey";
        };
    }

    static JsonObject json(VerificationReport report) {
        var findings = new JsonArray();
        for (var finding : report.findings()) {
            findings.add(new JsonObject()
                    .put("code", finding.code().wireName())
                    .put("index", finding.index() == Finding.WHOLE_LOG ? null : finding.index())
                    .put("detail", finding.detail()));
        }
        return new JsonObject()
                .put("tenant", report.tenant())
                .put("verdict", report.ok() ? "verified" : "failed")
                .put("origin", report.origin())
                .put("vkey", report.vkey())
                .put("earlierVkeys", new JsonArray(report.earlierVkeys()))
                .put("keySource", report.keySource().name().toLowerCase(Locale.ROOT))
                .put("records", report.records())
                .put("signedRecords", report.signedRecords())
                .put("checkpoints", report.checkpoints())
                .put("tiles", report.tiles())
                .put("erasedParts", report.erasedParts())
                .put("removedEntries", report.removedEntries())
                .put("findingCount", report.findingCount())
                .put("findings", findings);
    }
}
