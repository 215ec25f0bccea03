// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.correlate.CorrelationSet;
import io.deedbook.pipeline.rule.LoadedRules;
import io.deedbook.pipeline.rule.RuleProblem;
import io.deedbook.pipeline.rule.RuleSource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of each rule file: what {@code deedbook rules check} says, for people and as JSON. */
final class CheckedFiles {
    private final Map<String, State> files = new TreeMap<>();
    private final List<Found> found = new ArrayList<>();

    /** How a file came out; the gravest word of its documents counts. */
    private enum State {
        LOADS("loads", "load unchanged"),
        NOTICE("notice", "load with notices"),
        NOT_LOADED("not loaded", "not loaded"),
        ERROR("error", "with errors");

        private final String word;
        private final String counted;

        State(String word, String counted) {
            this.word = word;
            this.counted = counted;
        }
    }

    private record Found(State state, RuleProblem problem) {}

    private CheckedFiles() {}

    static CheckedFiles of(RuleFiles read, LoadedRules loaded) {
        var checked = new CheckedFiles();
        read.sources().stream().map(RuleSource::name).forEach(name -> checked.files.put(name, State.LOADS));
        checked.add(State.ERROR, read.tooLarge());
        checked.add(State.ERROR, loaded.errors());
        checked.add(State.NOT_LOADED, loaded.notLoaded());
        CorrelationSet.of(
                loaded.rules(),
                refused -> checked.add(refused.isError() ? State.ERROR : State.NOT_LOADED, List.of(refused.problem())));
        checked.add(State.NOTICE, loaded.notices());
        return checked;
    }

    private void add(State state, List<RuleProblem> problems) {
        for (var problem : problems) {
            found.add(new Found(state, problem));
            files.merge(problem.file(), state, (before, now) -> before.compareTo(now) > 0 ? before : now);
        }
    }

    /** Whether nothing was left out. */
    boolean allLoad() {
        return files.values().stream().allMatch(state -> state == State.LOADS || state == State.NOTICE);
    }

    /** Lines for people: every problem, how often each reason stands in the way, and the sums. */
    String lines() {
        var lines = new StringBuilder();
        found.forEach(one -> lines.append(one.state.word)
                .append(": ")
                .append(RuleReport.printable(one.problem.sentence()))
                .append('\n'));
        reasons()
                .forEach((reason, count) -> lines.append(count)
                        .append(" × ")
                        .append(RuleReport.printable(reason))
                        .append('\n'));
        lines.append(RuleReport.logSources(found.stream()
                .filter(one -> one.state == State.NOT_LOADED)
                .map(one -> one.problem)
                .toList()));
        lines.append(files.size()).append(files.size() == 1 ? " file: " : " files: ");
        var counts = counts();
        lines.append(String.join(
                ", ",
                counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().counted)
                        .toList()));
        return lines.append('\n').toString();
    }

    JsonObject json() {
        var all = new JsonArray();
        files.forEach((file, state) -> {
            var problems = new JsonArray();
            found.stream()
                    .filter(one -> one.problem.file().equals(file))
                    .forEach(one -> problems.add(new JsonObject()
                            .put("kind", one.state.word)
                            .put("line", one.problem.line())
                            .put("rule", one.problem.rule())
                            .put("reason", one.problem.reason())));
            all.add(new JsonObject().put("file", file).put("state", state.word).put("problems", problems));
        });
        var reasons = new JsonArray();
        reasons()
                .forEach((reason, count) ->
                        reasons.add(new JsonObject().put("reason", reason).put("count", count)));
        var counts = counts();
        return new JsonObject()
                .put("count", files.size())
                .put("load", counts.get(State.LOADS))
                .put("loadWithNotices", counts.get(State.NOTICE))
                .put("notLoaded", counts.get(State.NOT_LOADED))
                .put("errors", counts.get(State.ERROR))
                .put("reasons", reasons)
                .put("files", all);
    }

    private Map<State, Long> counts() {
        var counts = new EnumMap<State, Long>(State.class);
        for (var state : State.values()) {
            counts.put(state, files.values().stream().filter(state::equals).count());
        }
        return counts;
    }

    /** Why documents were left out, the most frequent reason first. */
    private Map<String, Long> reasons() {
        var counts = new TreeMap<String, Long>();
        found.stream()
                .filter(one -> one.state != State.NOTICE)
                .forEach(one -> counts.merge(one.problem.reason(), 1L, Long::sum));
        var sorted = new LinkedHashMap<String, Long>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
