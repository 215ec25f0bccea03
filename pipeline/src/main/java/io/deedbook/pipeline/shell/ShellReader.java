// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.shell;

import java.util.ArrayList;
import java.util.List;

/** Reads one script from its first character to its last: lists, pipelines, commands, words. One thread. */
final class ShellReader {
    /** Stands for the end of the text where a closing character is asked for. */
    private static final char NOTHING = '\uFFFF';

    private static final int NESTING_MAX = 12;
    private static final int DOCUMENTS_MAX = 8;
    private static final String SPACES = "IFS";
    /** Characters that mean nothing but themselves wherever they stand in a word. */
    private static final boolean[] PLAIN = plain();

    private final String text;
    private final int depth;
    private final ShellScript script;

    // Mutable state, owned by the reading thread.
    private int at;
    private int nesting;
    private int documentsCount;
    /** Where reading goes on after the line that announced a here-document; 0 when there is none. */
    private int documentsEnd;

    ShellReader(String text, int depth, ShellScript script) {
        this.text = text;
        this.depth = depth;
        this.script = script;
    }

    void read() {
        list(NOTHING);
    }

    void readExpansions() {
        expansions(new StringBuilder(), NOTHING);
    }

    /** Commands up to the closing character, which is read too. */
    private void list(char end) {
        nesting++;
        while (at < text.length()) {
            pipeline(end);
            if (at >= text.length()) {
                break;
            }
            var unit = text.charAt(at++);
            if (unit == end && end != NOTHING) {
                break;
            }
            if (unit == '\n' && documentsEnd > at) {
                at = documentsEnd;
            } else if ((unit == '|' || unit == '&') && peek(0) == unit) {
                at++;
            }
        }
        nesting--;
    }

    private void pipeline(char end) {
        var stages = new ArrayList<Command>(2);
        stages.add(command(end));
        while (peek(0) == '|' && peek(1) != '|') {
            at += peek(1) == '&' ? 2 : 1;
            stages.add(command(end));
        }
        Command.emit(stages, script, depth);
    }

    private Command command(char end) {
        var words = new ArrayList<String>();
        var documents = new ArrayList<String>(0);
        while (at < text.length()) {
            var unit = text.charAt(at);
            if (unit == ' ' || unit == '\t' || unit == '\r') {
                at++;
            } else if (unit == '\\' && peek(1) == '\n') {
                at += 2;
            } else if (unit == '#') {
                comment();
            } else if (unit == '(') {
                group();
            } else if (unit == '<' || unit == '>' || (unit == '&' && peek(1) == '>')) {
                redirection("", words, documents);
            } else if (unit == end || ";&|\n)".indexOf(unit) >= 0) {
                break;
            } else {
                word(end, words, documents);
            }
        }
        return new Command(words, documents);
    }

    private void comment() {
        var newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
    }

    private void group() {
        at++;
        if (nesting < NESTING_MAX) {
            list(')');
        }
    }

    /** One word, and the redirection that a number before it belongs to. */
    private void word(char end, List<String> words, List<String> documents) {
        var plainEnd = plainEnd(at);
        if (plainEnd == text.length() || isBlank(text.charAt(plainEnd))) {
            words.add(text.substring(at, plainEnd));
            at = plainEnd;
            return;
        }
        var word = new StringBuilder();
        while (at < text.length()) {
            var unit = text.charAt(at);
            if (unit == '<' || unit == '>') {
                if (!word.isEmpty() && word.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                    redirection(word.toString(), words, documents);
                    return;
                }
                break;
            } else if (unit == end || " \t\r\n;&|()".indexOf(unit) >= 0) {
                break;
            } else if (unit == '$' && spaces()) {
                break;
            }
            part(word);
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
    }

    /** Where the plain characters from here on end. */
    private int plainEnd(int from) {
        var end = from;
        while (end < text.length() && text.charAt(end) < PLAIN.length && PLAIN[text.charAt(end)]) {
            end++;
        }
        return end;
    }

    private static boolean isBlank(char unit) {
        return unit == ' ' || unit == '\t' || unit == '\n' || unit == '\r';
    }

    private static boolean[] plain() {
        var plain = new boolean[128];
        for (var unit = '!'; unit < plain.length; unit++) {
            plain[unit] = "\"$&'();<>\\`|".indexOf(unit) < 0;
        }
        return plain;
    }

    /** Whether the variable that stands for a blank is next; reads it. */
    private boolean spaces() {
        for (var form : new String[] {"$" + SPACES, "${" + SPACES + "}", "${" + SPACES + "%??}"}) {
            if (text.startsWith(form, at)) {
                at += form.length();
                return true;
            }
        }
        return false;
    }

    private void part(StringBuilder word) {
        var unit = text.charAt(at);
        switch (unit) {
            case '\\' -> escape(word);
            case '\'' -> at = quoted(word, at + 1);
            case '"' -> {
                at++;
                expansions(word, '"');
            }
            case '$' -> dollar(word);
            case '`' -> substitution(word, 1, '`');
            default -> {
                word.append(unit);
                at++;
            }
        }
    }

    /** A backslash hides what follows, but it parts the folders of a path of Windows. */
    private void escape(StringBuilder word) {
        if (word.length() >= 2 && word.charAt(1) == ':') {
            word.append('\\');
        } else if (peek(1) != '\n' && at + 1 < text.length()) {
            word.append(peek(1));
            at++;
        }
        at++;
    }

    private int quoted(StringBuilder word, int from) {
        var close = text.indexOf('\'', from);
        var to = close < 0 ? text.length() : close;
        word.append(text, from, to);
        return Math.min(to + 1, text.length());
    }

    /** What double quotes and here-documents hold, up to the closing character, which is read too. */
    private void expansions(StringBuilder word, char end) {
        while (at < text.length()) {
            var unit = text.charAt(at);
            if (unit == end && end != NOTHING) {
                at++;
                return;
            } else if (unit == '\\' && at + 1 < text.length()) {
                if ("$`\"\\\n".indexOf(peek(1)) < 0) {
                    word.append(unit);
                }
                if (peek(1) != '\n') {
                    word.append(peek(1));
                }
                at += 2;
            } else if (unit == '$') {
                dollar(word);
            } else if (unit == '`') {
                substitution(word, 1, '`');
            } else {
                word.append(unit);
                at++;
            }
        }
    }

    /** A command in place of a word: its text stays in the word, and it is run. */
    private void substitution(StringBuilder word, int openLength, char end) {
        var start = at;
        at += openLength;
        if (nesting < NESTING_MAX) {
            list(end);
        }
        word.append(text, start, at);
    }

    private void dollar(StringBuilder word) {
        switch (peek(1)) {
            case '(' -> substitution(word, 2, ')');
            case '{' -> braces(word);
            case '\'' -> {
                at += 2;
                escapes(word);
            }
            case '"' -> at++;
            default -> variable(word);
        }
    }

    private void variable(StringBuilder word) {
        var end = at + 1;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        var value = script.value(text.substring(at + 1, end));
        word.append(value == null ? text.substring(at, end) : value);
        at = end;
    }

    private void braces(StringBuilder word) {
        var start = at;
        at += 2;
        while (at < text.length() && text.charAt(at) != '}') {
            if (text.charAt(at) == '$' && peek(1) == '(' && nesting < NESTING_MAX) {
                at += 2;
                list(')');
            } else {
                at++;
            }
        }
        var value = script.value(text.substring(Math.min(start + 2, at), at));
        at = Math.min(at + 1, text.length());
        word.append(value == null ? text.substring(start, at) : value);
    }

    /** The quotes of {@code $'…'}, with characters given by their number. */
    private void escapes(StringBuilder word) {
        while (at < text.length() && text.charAt(at) != '\'') {
            if (text.charAt(at) != '\\') {
                word.append(text.charAt(at++));
                continue;
            }
            at++;
            var hexadecimal = peek(0) == 'x';
            var from = hexadecimal ? at + 1 : at;
            var radix = hexadecimal ? 16 : 8;
            var to = from;
            while (to < text.length()
                    && to - from < (hexadecimal ? 2 : 3)
                    && Character.digit(text.charAt(to), radix) >= 0) {
                to++;
            }
            if (to > from) {
                word.append((char) Integer.parseInt(text, from, to, radix));
                at = to;
            } else if (at < text.length()) {
                word.append(text.charAt(at++));
            }
        }
        at = Math.min(at + 1, text.length());
    }

    /** A redirection as a word of its own, {@code >>} or {@code 2>}, with what it leads to as the next. */
    private void redirection(String number, List<String> words, List<String> documents) {
        if (peek(1) == '(') {
            var word = new StringBuilder();
            substitution(word, 2, ')');
            words.add(word.toString());
        } else if (text.startsWith("<<<", at)) {
            at += 3;
            var before = words.size();
            skipBlanks();
            word(NOTHING, words, documents);
            documents.addAll(words.subList(before, words.size()));
            words.add(before, "<<<");
        } else if (text.startsWith("<<", at)) {
            at += peek(2) == '-' ? 3 : 2;
            document(words, documents);
        } else {
            var end = at + 1;
            while (end < text.length() && ">&|".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            words.add(number + text.substring(at, end));
            at = end;
        }
    }

    /** A here-document, which stands on the lines after this one. */
    private void document(List<String> words, List<String> documents) {
        skipBlanks();
        var from = at;
        var delimiters = new ArrayList<String>(1);
        word(NOTHING, delimiters, new ArrayList<>(0));
        if (delimiters.isEmpty() || documentsCount++ >= DOCUMENTS_MAX) {
            return;
        }
        var literal = text.substring(from, at).chars().anyMatch(unit -> unit == '\'' || unit == '"' || unit == '\\');
        var start = documentsEnd > at ? documentsEnd : text.indexOf('\n', at) + 1;
        if (start == 0) {
            return;
        }
        var line = start;
        var end = text.length();
        while (line < text.length()) {
            var newline = text.indexOf('\n', line);
            var lineEnd = newline < 0 ? text.length() : newline;
            if (text.substring(line, lineEnd).strip().equals(delimiters.get(0))) {
                end = line;
                line = lineEnd;
                break;
            }
            line = lineEnd + 1;
        }
        documentsEnd = Math.min(line, text.length());
        var body = text.substring(start, end);
        words.add("<<");
        words.add(body);
        documents.add(body);
        if (!literal) {
            script.readExpansions(body, depth + 1);
        }
    }

    private void skipBlanks() {
        while (peek(0) == ' ' || peek(0) == '\t') {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : NOTHING;
    }

    static boolean isNamePart(char unit) {
        return (unit >= 'a' && unit <= 'z')
                || (unit >= 'A' && unit <= 'Z')
                || (unit >= '0' && unit <= '9')
                || unit == '_';
    }
}
