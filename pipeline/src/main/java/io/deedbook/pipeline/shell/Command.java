// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.shell;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One simple command: its words without quotes, and what was put into its input on the spot.
 *
 * @param words redirections among them as words of their own
 * @param documents here-documents and here-strings
 */
record Command(List<String> words, List<String> documents) {
    private static final int UNWRAPPED_MAX = 8;
    private static final Set<String> KEYWORDS =
            Set.of("if", "then", "else", "elif", "do", "while", "until", "!", "{", "}", "fi", "done", "function");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "ksh", "mksh", "ash", "fish");
    private static final Set<String> POWER_SHELLS = Set.of("powershell", "powershell.exe", "pwsh", "pwsh.exe");
    private static final Set<String> RUNNING = Set.of("-exec", "-execdir", "-ok", "-okdir", "-x", "-X");

    /** Adds the lines of a pipeline, which may be of one command only. */
    static void emit(List<Command> stages, ShellScript script, int depth) {
        for (var stage : stages) {
            run(stage.words, stage.documents, script, depth);
        }
        if (stages.size() > 1) {
            var line = new StringBuilder();
            stages.forEach(
                    stage -> line.append("| ").append(line(stage.words, 0)).append(' '));
            script.add(line.toString().strip());
            for (var stage = 1; stage < stages.size(); stage++) {
                if (stages.get(stage).readsScript()) {
                    stages.get(stage - 1).printed().forEach(text -> script.read(text, depth + 1));
                }
            }
        }
    }

    /** Whether it is a shell that runs what it is given as input. */
    private boolean readsScript() {
        for (var from = 0; from >= 0 && from < words.size(); from = Wrapper.next(words, from)) {
            if (SHELLS.contains(name(words.get(from)))) {
                return words.subList(from + 1, words.size()).stream().allMatch(word -> word.startsWith("-"));
            }
        }
        return false;
    }

    /** What the command is known to print. */
    private List<String> printed() {
        if (!documents.isEmpty()) {
            return documents;
        }
        if (words.isEmpty() || !Set.of("echo", "printf").contains(name(words.get(0)))) {
            return List.of();
        }
        var first = 1;
        while (first < words.size() && words.get(first).startsWith("-")) {
            first++;
        }
        return List.of(String.join(" ", words.subList(first, words.size())));
    }

    private static void run(List<String> words, List<String> documents, ShellScript script, int depth) {
        var from = 0;
        while (from < words.size() && KEYWORDS.contains(words.get(from))) {
            from++;
        }
        for (var step = 0; step < UNWRAPPED_MAX && from >= 0 && from < words.size(); step++) {
            script.add(line(words, from));
            var assigned = from;
            while (assigned < words.size() && isAssignment(words.get(assigned))) {
                assigned++;
            }
            if (assigned == words.size()) {
                words.subList(from, assigned).forEach(word -> assign(word, script));
            }
            if (assigned > from) {
                from = assigned;
                continue;
            }
            runFurther(words, from, documents, script, depth + 1);
            from = Wrapper.next(words, from);
        }
    }

    /** Runs what the command hands to a further shell. */
    private static void runFurther(
            List<String> words, int from, List<String> documents, ShellScript script, int depth) {
        var name = name(words.get(from));
        if (SHELLS.contains(name)) {
            var flag = flag(words, from + 1, 'c');
            if (flag > 0 && flag + 1 < words.size()) {
                script.read(words.get(flag + 1), depth);
            }
            documents.forEach(document -> script.read(document, depth));
        } else if (POWER_SHELLS.contains(name) || name.equals("cmd") || name.equals("cmd.exe")) {
            for (var index = from + 1; index < words.size(); index++) {
                if (List.of("-c", "-command", "/c").contains(words.get(index).toLowerCase(Locale.ROOT))) {
                    script.read(rest(words, index + 1), depth);
                    return;
                }
            }
        } else if (name.equals("eval")) {
            script.read(rest(words, from + 1), depth);
        } else if (name.equals("ssh")) {
            var host = Wrapper.operand(words, from + 1, "bcDEeFIiJLlmOopQRSWw");
            if (host + 1 < words.size()) {
                script.read(rest(words, host + 1), depth);
            }
            documents.forEach(document -> script.read(document, depth));
        } else if (name.equals("su") || name.equals("runuser") || name.equals("script")) {
            var flag = flag(words, from + 1, 'c');
            if (flag > 0 && flag + 1 < words.size()) {
                script.read(words.get(flag + 1), depth);
            }
        } else if (name.equals("find") || name.equals("fd")) {
            runForEach(words, from, script, depth);
        } else if (words.get(from).indexOf(' ') > 0) {
            // a wrapper was handed a whole line, as in watch "rm -rf x"
            script.read(words.get(from), depth);
        }
    }

    private static void runForEach(List<String> words, int from, ShellScript script, int depth) {
        for (var index = from + 1; index < words.size(); index++) {
            if (RUNNING.contains(words.get(index))) {
                var end = index + 1;
                while (end < words.size()
                        && !words.get(end).equals(";")
                        && !words.get(end).equals("+")) {
                    end++;
                }
                if (depth < UNWRAPPED_MAX) {
                    run(words.subList(index + 1, end), List.of(), script, depth);
                }
                index = end;
            }
        }
    }

    /** The short option that has this letter, alone or among others, before the first operand; or -1. */
    private static int flag(List<String> words, int from, char letter) {
        for (var index = from; index < words.size(); index++) {
            var word = words.get(index);
            if (word.startsWith("-") && !word.startsWith("--") && word.indexOf(letter) > 0) {
                return index;
            }
        }
        return -1;
    }

    private static void assign(String word, ShellScript script) {
        var equals = word.indexOf('=');
        script.assign(word.substring(0, equals), word.substring(equals + 1));
    }

    static boolean isAssignment(String word) {
        var equals = word.indexOf('=');
        if (equals <= 0 || (word.charAt(0) >= '0' && word.charAt(0) <= '9')) {
            return false;
        }
        for (var index = 0; index < equals; index++) {
            if (!ShellReader.isNamePart(word.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** The program's name without its path. */
    static String name(String word) {
        for (var index = 0; index < word.length(); index++) {
            if (" \t\n=$<>`".indexOf(word.charAt(index)) >= 0) {
                return word;
            }
        }
        return word.substring(word.lastIndexOf('/') + 1);
    }

    private static String rest(List<String> words, int from) {
        return from >= words.size() ? "" : String.join(" ", words.subList(from, words.size()));
    }

    private static String line(List<String> words, int from) {
        var line = new StringBuilder(128);
        for (var index = from; index < words.size(); index++) {
            line.append(index == from ? name(words.get(index)) : words.get(index))
                    .append(' ');
        }
        return line.toString().replace('\n', ' ').strip();
    }
}
