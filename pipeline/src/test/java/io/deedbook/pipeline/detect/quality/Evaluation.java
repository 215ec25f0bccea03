// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

import io.deedbook.pipeline.detect.DetectorEngine;
import io.deedbook.pipeline.detect.Finding;
import io.deedbook.pipeline.detect.Scanner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Holds what a scanner finds against the labels. A label is found when findings of its type cover all its letters and
 * digits; a finding is wrong when it touches no label of its type. Owned by the thread that runs it.
 */
final class Evaluation {
    private static final String NO_DETECTOR = "no detector";

    private final Scanner scanner;
    private final Tally all = new Tally();
    private final Map<String, Tally> byType = new TreeMap<>();
    private final Map<String, Tally> byCategory = new TreeMap<>();
    private final Map<String, Tally> byKind = new TreeMap<>();
    private final Map<String, Integer> luresByType = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    // Mutable state
    private int texts;
    private int textsWithoutLabel;
    private long labelledUnits;
    private long maskedUnits;
    private long plainUnits;
    private long needlessUnits;

    Evaluation(Scanner scanner) {
        this.scanner = scanner;
    }

    static Evaluation of(Scanner scanner, List<LabelledText> texts) {
        var evaluation = new Evaluation(scanner);
        texts.forEach(evaluation::add);
        return evaluation;
    }

    private void add(LabelledText text) {
        var findings = scanner.scan(text.text());
        texts++;
        textsWithoutLabel += text.labels().isEmpty() ? 1 : 0;
        text.lures().forEach(type -> luresByType.merge(type, 1, Integer::sum));
        text.labels().stream().filter(label -> !label.optional()).forEach(label -> addLabel(text, label, findings));
        findings.forEach(finding -> addFinding(text, finding));
        addUnits(text, findings);
    }

    private void addLabel(LabelledText text, Label label, List<Finding> findings) {
        var found = isCovered(text, label, findings, finding -> label.isAnsweredBy(finding.type()));
        var masked = found || isCovered(text, label, findings, finding -> true);
        for (var tally : tallies(text, label.type())) {
            tally.label(found, masked);
        }
        if (!found) {
            failures.add((masked ? "as other type" : "missed")
                    + '\t'
                    + label.type()
                    + '\t'
                    + text.kind()
                    + '\t'
                    + text.file()
                    + '\t'
                    + quote(text, label.start(), label.end())
                    + '\t'
                    + namesOn(label, findings));
        }
    }

    private void addFinding(LabelledText text, Finding finding) {
        var on = text.labels().stream()
                .filter(label -> finding.start() < label.end() && label.start() < finding.end())
                .toList();
        if (on.stream().anyMatch(label -> TypeNames.isPart(label.type(), finding.type()))) {
            return;
        }
        var right =
                on.stream().filter(label -> label.isAnsweredBy(finding.type())).findFirst();
        // a name that means the same as the label's counts for the label's
        var type = right.map(Label::type).orElse(finding.type());
        for (var tally : tallies(text, type)) {
            tally.finding(right.isPresent(), !on.isEmpty());
        }
        if (right.isEmpty()) {
            failures.add("wrong\t" + finding.type() + '\t' + text.kind() + '\t' + text.file() + '\t'
                    + quote(text, finding.start(), finding.end()) + '\t'
                    + on.stream().map(Label::type).toList());
        }
    }

    private void addUnits(LabelledText text, List<Finding> findings) {
        var labelled = new BitSet();
        var optional = new BitSet();
        text.labels().forEach(label -> (label.optional() ? optional : labelled).set(label.start(), label.end()));
        var masked = new BitSet();
        findings.forEach(finding -> masked.set(finding.start(), finding.end()));
        for (var index = 0; index < text.text().length(); index++) {
            if (Character.isLetterOrDigit(text.text().charAt(index)) && !optional.get(index)) {
                labelledUnits += labelled.get(index) ? 1 : 0;
                maskedUnits += labelled.get(index) && masked.get(index) ? 1 : 0;
                plainUnits += labelled.get(index) ? 0 : 1;
                needlessUnits += !labelled.get(index) && masked.get(index) ? 1 : 0;
            }
        }
    }

    private List<Tally> tallies(LabelledText text, String type) {
        return List.of(
                all,
                byType.computeIfAbsent(type, name -> new Tally()),
                byCategory.computeIfAbsent(categoryOf(type), name -> new Tally()),
                byKind.computeIfAbsent(text.kind(), name -> new Tally()));
    }

    /** The category of a type, or that the engine has no such type. */
    static String categoryOf(String type) {
        return DetectorEngine.categoryOf(type)
                .map(category -> category.wireName())
                .orElse(NO_DETECTOR);
    }

    private static boolean isCovered(
            LabelledText text, Label label, List<Finding> findings, Predicate<Finding> accepted) {
        var covered = new BitSet();
        findings.stream().filter(accepted).forEach(finding -> covered.set(finding.start(), finding.end()));
        for (var index = label.start(); index < label.end(); index++) {
            if (Character.isLetterOrDigit(text.text().charAt(index)) && !covered.get(index)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> namesOn(Label label, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.start() < label.end() && label.start() < finding.end())
                .map(Finding::type)
                .toList();
    }

    private static String quote(LabelledText text, int start, int end) {
        var whole = text.text();
        var from = Math.max(0, start - 40);
        var to = Math.min(whole.length(), end + 20);
        return (whole.substring(from, start) + '«' + whole.substring(start, end) + '»' + whole.substring(end, to))
                .replace("\n", "\\n")
                .replace("\t", "\\t");
    }

    Tally all() {
        return all;
    }

    Map<String, Tally> byType() {
        return byType;
    }

    Map<String, Tally> byCategory() {
        return byCategory;
    }

    Map<String, Tally> byKind() {
        return byKind;
    }

    /** Hard negatives by the type that they must not be taken for. */
    Map<String, Integer> luresByType() {
        return luresByType;
    }

    /** Labels that were not found and findings that are wrong, a line each: for the one who mends a detector. */
    List<String> failures() {
        return failures;
    }

    int texts() {
        return texts;
    }

    int textsWithoutLabel() {
        return textsWithoutLabel;
    }

    /** How much of what is to be hidden is hidden, by letters and digits, whatever its type. */
    double maskedShare() {
        return labelledUnits == 0 ? 1 : (double) maskedUnits / labelledUnits;
    }

    /** How much of all other text is hidden, by letters and digits. */
    double needlessShare() {
        return plainUnits == 0 ? 0 : (double) needlessUnits / plainUnits;
    }
}
