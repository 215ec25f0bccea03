// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.deedbook.storage.audit.AuditFinding;
import io.deedbook.storage.audit.AuditReport;
import io.deedbook.storage.audit.KeyChange;
import io.deedbook.storage.audit.PartVerdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.TreeSet;

/** How the result of an audit is told, to people and to programs. */
final class AuditText {
    private AuditText() {}

    static String lines(AuditReport report) {
        var text = new StringBuilder(report.ok() ? "verified  " : "FAILED    ")
                .append(report.subject())
                .append("\n          log ")
                .append(report.origin().isEmpty() ? "unknown" : report.origin())
                .append(", ")
                .append(Counted.of(report.size(), "entry"))
                .append(" signed for, ")
                .append(Counted.of(report.entries(), "entry"))
                .append(report.complete() ? " (the whole log), " : " proven, ")
                .append(Counted.of(report.checkpoints(), "checkpoint"))
                .append(", ")
                .append(Counted.of(report.tiles(), "tile"))
                .append("\n          key ")
                .append(
                        report.trustGiven()
                                ? "as given"
                                : "from the export itself, which shows only that it agrees with itself: use --vkey")
                .append('\n');
        if (!report.cosigners().isEmpty()) {
            text.append("          witnesses ")
                    .append(String.join(", ", new TreeSet<>(report.cosigners())))
                    .append('\n');
        }
        if (report.keyChange().isPresent()) {
            text.append("          parts were not looked at\n");
        } else if (report.parts().isEmpty()) {
            text.append("          parts are not in it: they are only in exports\n");
        } else {
            text.append("          parts");
            report.parts()
                    .forEach((verdict, count) -> text.append(' ')
                            .append(verdict.wireName())
                            .append(' ')
                            .append(count));
            text.append('\n');
        }
        var findings = report.findings().stream()
                .map(finding -> new FindingLines.Found(finding.code(), finding.index(), finding.detail()))
                .toList();
        text.append(FindingLines.of(findings, report.findingCount()));
        report.keyChange().ifPresent(change -> text.append(keyChange(change)));
        return text.toString();
    }

    private static String keyChange(KeyChange change) {
        var text = new StringBuilder("          The key as given signed for the first ")
                .append(Counted.of(change.signedSize(), "entry"))
                .append(", and that is what they are. What came later is by another key.\n");
        var successor = change.successor();
        if (successor == null) {
            return text.append(
                            "          No entry shows that the key as given handed over to it, so ask for the new key where"
                                    + " you have the old one from.\n")
                    .toString();
        }
        return text.append("          Entry ")
                .append(change.index())
                .append(" says, signed by the key before, that the key changed to\n          ")
                .append(successor)
                .append("\n          Give that one with --vkey.\n")
                .toString();
    }

    static String json(AuditReport report) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeStringField("subject", report.subject());
            json.writeStringField("verdict", report.ok() ? "verified" : "failed");
            json.writeStringField("origin", report.origin());
            json.writeNumberField("size", report.size());
            json.writeStringField("keySource", report.trustGiven() ? "given" : "export");
            json.writeArrayFieldStart("witnesses");
            for (var name : new TreeSet<>(report.cosigners())) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeBooleanField("complete", report.complete());
            json.writeNumberField("entries", report.entries());
            json.writeNumberField("checkpoints", report.checkpoints());
            json.writeNumberField("tiles", report.tiles());
            json.writeObjectFieldStart("parts");
            for (var verdict : PartVerdict.values()) {
                json.writeNumberField(
                        verdict.wireName().toLowerCase(Locale.ROOT),
                        report.parts().getOrDefault(verdict, 0L));
            }
            json.writeEndObject();
            keyChange(json, report);
            json.writeNumberField("findingCount", report.findingCount());
            findings(json, report);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void keyChange(JsonGenerator json, AuditReport report) throws IOException {
        if (report.keyChange().isPresent()) {
            var change = report.keyChange().get();
            json.writeObjectFieldStart("keyChange");
            json.writeNumberField("signedSize", change.signedSize());
            if (change.successor() != null) {
                json.writeNumberField("index", change.index());
                json.writeStringField("vkey", change.successor().toString());
            }
            json.writeEndObject();
        }
    }

    private static void findings(JsonGenerator json, AuditReport report) throws IOException {
        json.writeArrayFieldStart("findings");
        for (var finding : report.findings()) {
            json.writeStartObject();
            json.writeStringField("code", finding.code());
            if (finding.index() != AuditFinding.WHOLE) {
                json.writeNumberField("index", finding.index());
            }
            json.writeStringField("detail", finding.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Why input cannot be used, for a person. */
    static String unusable(String reason) {
        return switch (reason) {
            case "vkey" ->
                "--vkey is no verification key (expected: <name>+<8 hex digits>+<base64>, a line of: deedbook keys log).";
            case "one-input" -> "name one export, or one log with --url.";
            case "no-checkpoint" -> "there is no checkpoint in it, so it is neither an export nor a log.";
            case "no-policy" -> "name the log's key with --vkey or --policy.";
            case "kept-not-comparable" ->
                "the checkpoint that you kept is of a smaller tree than this was proven against, and of some records alone nobody can tell"
                        + " whether it is their log's beginning. Ask for an export of the whole log.";
            case "no-records" -> "the export has no records.jsonl.";
            case "proof-without-leaf" -> "the proof does not carry its leaf, so nothing says what it proves.";
            case "unsupported-key-type" ->
                "unsupported-key-type: a log's key is Ed25519; a witness's cannot stand for it.";
            default -> "malformed: " + reason + '.';
        };
    }
}
