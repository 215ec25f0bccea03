// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a shell script apart into the commands that it runs, each as one line in one spelling: quotes and escapes gone,
 * the path of the program gone, what only wraps another command ({@code sudo}, {@code env}, {@code xargs}, …) given
 * once with and once without, and what is handed to a further shell ({@code bash -c}, {@code ssh}, {@code $(…)},
 * {@code find -exec}, a here-document) taken apart as well. So {@code echo "rm -rf x"} runs {@code echo} and
 * {@code sudo \rm "-rf" x} runs {@code rm -rf x}.
 *
 * <p>It reads what an agent sends, not what a shell accepts: nothing is refused, what isn't understood is taken as it
 * stands. Linear in the script's length, with every nesting and every output bounded. One script, one thread.
 *
 * <p>Source: POSIX.1-2017, Shell Command Language, §2.
 */
public final class ShellScript {
    /** The most of a script that is read, in UTF-16 units. */
    public static final int SCRIPT_CHARS_MAX = 65_536;
    /** The most lines that come of one script. */
    public static final int LINES_MAX = 256;

    private static final int LINES_CHARS_MAX = 4 * SCRIPT_CHARS_MAX;
    private static final int SCRIPTS_MAX = 64;
    private static final int SCRIPTS_CHARS_MAX = 4 * SCRIPT_CHARS_MAX;
    private static final int DEPTH_MAX = 6;
    private static final int VARIABLES_MAX = 32;
    private static final int VALUE_CHARS_MAX = 256;
    /** What variables may add to the script, so that they can't be made to double without end. */
    private static final int VALUES_CHARS_MAX = 16_384;

    // Mutable state, owned by the thread that reads the script.
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>(4);
    private int charsCount;
    private int scriptsCount;
    private int scriptsCharsCount;
    private int valuesCharsCount;

    private ShellScript() {}

    /**
     * The lines that the script runs, in no particular order, a whole pipeline as a line of its own that begins with a
     * bar: {@code curl x}, {@code sh}, {@code | curl x | sh}.
     */
    public static List<String> lines(String script) {
        var whole = new ShellScript();
        whole.read(script.length() <= SCRIPT_CHARS_MAX ? script : script.substring(0, SCRIPT_CHARS_MAX), 0);
        return whole.lines;
    }

    /** Reads a script that another one runs. */
    void read(String script, int depth) {
        if (tryCount(script, depth)) {
            new ShellReader(script, depth, this).read();
        } else {
            add(script);
        }
    }

    /** Reads only the substitutions of a here-document. */
    void readExpansions(String document, int depth) {
        if (tryCount(document, depth)) {
            new ShellReader(document, depth, this).readExpansions();
        }
    }

    private boolean tryCount(String script, int depth) {
        scriptsCount++;
        scriptsCharsCount += Math.min(script.length(), SCRIPTS_CHARS_MAX);
        return depth < DEPTH_MAX && scriptsCount <= SCRIPTS_MAX && scriptsCharsCount <= SCRIPTS_CHARS_MAX;
    }

    /** Adds a line, unless there are too many. */
    void add(String line) {
        if (!line.isEmpty() && lines.size() < LINES_MAX && charsCount + line.length() <= LINES_CHARS_MAX) {
            charsCount += line.length();
            lines.add(line);
        }
    }

    /** Remembers what a variable was set to. */
    void assign(String name, String value) {
        if (value.length() <= VALUE_CHARS_MAX && variables.size() < VARIABLES_MAX) {
            variables.put(name, value);
        }
    }

    /** What a variable was set to, or null when this script didn't, or asks for too much. */
    @Nullable
    String value(String name) {
        var value = variables.get(name);
        if (value == null || valuesCharsCount > VALUES_CHARS_MAX) {
            return null;
        }
        valuesCharsCount += value.length();
        return value;
    }
}
