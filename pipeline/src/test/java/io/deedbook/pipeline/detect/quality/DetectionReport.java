// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect.quality;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code docs/DETECTION.md} from an evaluation. */
final class DetectionReport {
    /** Below this, a type is called weak and needs a sentence that says why. */
    static final double STRONG = 0.95;

    private static final int FAILING_MAX = 8;

    private static final String METHOD = """
            # Detection, measured

            How good the detectors of [DETECTORS.md](DETECTORS.md) are, on labelled texts of the kinds that agents and their tools send. This
            page is written by a test; when the figures change, the build fails until the page says so.

            ```
            mvn -B -ntp -pl pipeline test -Dtest=DetectionQualityTest -Ddeedbook.detection.report=write
            ```

            The figures depend on the code and the corpus alone, not on the machine. `-Ddeedbook.detection.failures=FILE` also writes every
            label that was missed and every finding that was wrong, a line each.

            ## Method

            The corpus is in `pipeline/src/test/resources/io/deedbook/pipeline/detect/corpus`: plain text files, in which `⟦type|value⟧` marks
            what is to be found, `=== kind` begins a text, and `neg:type` says what the text must not be taken for. All values are invented.
            Those that have check digits were made with implementations of the public definitions that are not the ones under test, and held
            against a third one where there is one. The corpus has texts written one by one (prompts, commands, logs, mails, forms, fourteen
            languages and more), the same data in the shapes that tools write (JSON in strings, CSV, SQL, source, environment files), encodings,
            look-alikes, values with a wrong check digit, words without a value, and ordinary development without anything.

            A hard negative is a text and a type that it must not be taken for; one text can be several.

            - The engine that is measured is the built-in one, without the detectors that only the paranoid level has.
            - A label is *found* when findings of its type cover all its letters and digits. Covered in part is not found.
            - A finding is *right* when it touches a label of its type, else it is wrong, also when what it hides is another secret.
            - Precision is right findings by findings, recall is found labels by labels, F1 their harmonic mean. A label whose type no
              detector has is missed.
            - *Masking* counts the same when any type is right on any label: what matters to the person whose data it is.
            - Where the text does not say which of two types it is, both are right: `us_passport`, `uk_passport` and `passport_number`,
              `us_drivers_license` and `drivers_license`, `generic_secret` and `password_assignment`; `⟦type/other|value⟧` marks single cases.
            - `⟦type?|value⟧` may be found and need not: names in columns and sentences, where no label stands beside them.

            What the figures don't say: whoever made the texts did not read the detectors' patterns, but what the corpus showed to be wrong was
            mended, in its general form, until the figures were what they are. So there are texts that were held out: written by somebody who
            saw neither detectors nor corpus, in other habits, and not looked into when detectors are mended (`held-out` beside `corpus`). Their figures
            are the ones to expect elsewhere. A part of what counts as wrong there is a matter of labels: names and postcodes were not marked.
            """;

    private final Evaluation evaluation;
    private final Map<String, String> notes;
    private final StringBuilder text = new StringBuilder(METHOD);

    private DetectionReport(Evaluation evaluation, Map<String, String> notes) {
        this.evaluation = evaluation;
        this.notes = notes;
    }

    /**
     * @param notes by type, a sentence that says why it is weak
     */
    static String of(Evaluation evaluation, Evaluation heldOut, Map<String, String> notes) {
        var report = new DetectionReport(evaluation, notes);
        report.corpus();
        report.overall();
        report.heldOut(heldOut);
        report.table("By category", "category", evaluation.byCategory());
        report.table("By kind of text", "kind", evaluation.byKind());
        report.weak();
        report.types();
        return report.text.toString();
    }

    /** The types that are weak, the weakest first. */
    static List<String> weakTypes(Evaluation evaluation) {
        return evaluation.byType().entrySet().stream()
                .filter(entry -> entry.getValue().precision() < STRONG
                        || entry.getValue().recall() < STRONG)
                .sorted(Comparator.comparingDouble(entry -> entry.getValue().f1()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void corpus() {
        var lures = evaluation.luresByType().values().stream()
                .mapToInt(count -> count)
                .sum();
        var labelled = evaluation.byType().values().stream()
                .filter(tally -> tally.labels() > 0)
                .count();
        heading("Corpus");
        line("| texts | without any label | labels | types labelled | kinds of text | hard negatives |");
        line("| ---: | ---: | ---: | ---: | ---: | ---: |");
        line("| " + evaluation.texts() + " | " + evaluation.textsWithoutLabel() + " | "
                + evaluation.all().labels() + " | " + labelled + " | "
                + evaluation.byKind().size() + " | " + lures + " |");
    }

    private void heldOut(Evaluation heldOut) {
        var all = heldOut.all();
        heading("Held-out texts");
        line("| texts | labels | | precision | recall | F1 |");
        line("| ---: | ---: | --- | ---: | ---: | ---: |");
        line("| " + heldOut.texts() + " | " + all.labels() + " | type and place right | "
                + figures(all.precision(), all.recall()) + " |");
        line("| | | masking, whatever the type | " + figures(all.precisionOfMasking(), all.recallOfMasking()) + " |");
        line("");
        line("Types with most that was missed or wrong: " + mostFailing(heldOut) + ".");
    }

    private static String mostFailing(Evaluation heldOut) {
        return heldOut.byType().entrySet().stream()
                .filter(entry -> failing(entry.getValue()) > 0)
                .sorted(Comparator.<Map.Entry<String, Tally>>comparingInt(entry -> -failing(entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .limit(FAILING_MAX)
                .map(entry -> '`' + entry.getKey() + "` (" + entry.getValue().missed() + " missed, "
                        + entry.getValue().wrong() + " wrong of "
                        + entry.getValue().labels() + ')')
                .collect(Collectors.joining(", "));
    }

    private static int failing(Tally tally) {
        return tally.missed() + tally.wrong();
    }

    private void overall() {
        var all = evaluation.all();
        heading("Overall");
        line("| | precision | recall | F1 |");
        line("| --- | ---: | ---: | ---: |");
        line("| type and place right | " + figures(all.precision(), all.recall()) + " |");
        var tallies = evaluation.byType().values().stream()
                .filter(tally -> tally.labels() > 0)
                .toList();
        line("| the same, mean over types | "
                + figures(
                        tallies.stream().mapToDouble(Tally::precision).average().orElse(1),
                        tallies.stream().mapToDouble(Tally::recall).average().orElse(1))
                + " |");
        line("| masking, whatever the type | " + figures(all.precisionOfMasking(), all.recallOfMasking()) + " |");
        line("");
        line("Of the letters and digits of all labels, " + percent(evaluation.maskedShare())
                + " are hidden; of those of all other text, " + percent(evaluation.needlessShare()) + ".");
    }

    private void weak() {
        heading("Weak types");
        line("Precision or recall below " + ratio(STRONG) + ", the weakest first.");
        line("");
        for (var type : weakTypes(evaluation)) {
            var tally = evaluation.byType().get(type);
            line("- `" + type + "` (" + ratio(tally.precision()) + ", " + ratio(tally.recall()) + "): "
                    + notes.getOrDefault(type, "not explained yet."));
        }
    }

    private void types() {
        var byCategory = new TreeMap<String, Map<String, Tally>>();
        evaluation
                .byType()
                .forEach((type, tally) -> byCategory
                        .computeIfAbsent(Evaluation.categoryOf(type), name -> new TreeMap<>())
                        .put(type, tally));
        byCategory.forEach((category, tallies) -> table("Types: " + category.replace('_', ' '), "type", tallies));
    }

    private void table(String heading, String name, Map<String, Tally> tallies) {
        heading(heading);
        line("| " + name + " | labels | found | as other type | missed | wrong | precision | recall | F1 |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        tallies.forEach((key, tally) -> line("| `" + key + "` | " + tally.labels() + " | " + tally.found() + " | "
                + tally.otherType() + " | " + tally.missed() + " | " + tally.wrong() + " | "
                + figures(tally.precision(), tally.recall()) + " |"));
    }

    private void heading(String heading) {
        line("");
        line("## " + heading);
        line("");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String figures(double precision, double recall) {
        var f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return ratio(precision) + " | " + ratio(recall) + " | " + ratio(f1);
    }

    /** Rounded down, so that 1 means all. */
    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.3f", Math.floor(ratio * 1000 + 1e-9) / 1000);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }
}
