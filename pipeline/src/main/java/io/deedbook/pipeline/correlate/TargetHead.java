// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What near-identical targets have in common. Of a shell command: the program and its first argument that is no option;
 * of anything else: all of it. Case, digits, quotes, a leading {@code ./} and a trailing slash make no difference.
 */
final class TargetHead {
    private static final Set<String> SHELLS = Set.of("Bash", "bash", "PowerShell", "bash_code_execution");
    private static final Set<String> BEFORE_PROGRAM = Set.of("sudo", "env", "command", "exec", "nohup", "time");
    private static final int WORDS_MAX = 64;

    private TargetHead() {}

    static String of(@Nullable String toolName, String target) {
        return toolName != null && SHELLS.contains(toolName) ? command(target) : plain(target.strip());
    }

    private static String command(String target) {
        var words = target.strip().split("\\s+", WORDS_MAX);
        var position = 0;
        while (position < words.length - 1 && isBeforeProgram(words[position])) {
            position++;
        }
        var program = plain(words[position].substring(words[position].lastIndexOf('/') + 1));
        for (position++; position < words.length; position++) {
            if (!words[position].startsWith("-")) {
                return program + ' ' + plain(words[position]);
            }
        }
        return program;
    }

    private static boolean isBeforeProgram(String word) {
        return BEFORE_PROGRAM.contains(word) || (word.indexOf('=') > 0 && !word.startsWith("-"));
    }

    private static String plain(String word) {
        var text = new StringBuilder(word.length());
        var afterDigit = false;
        for (var position = word.startsWith("./") ? 2 : 0; position < word.length(); position++) {
            var unit = word.charAt(position);
            var digit = unit >= '0' && unit <= '9';
            if (unit == '"' || unit == '\'' || unit == '`' || unit == ';' || (digit && afterDigit)) {
                continue;
            }
            text.append(digit ? '0' : unit);
            afterDigit = digit;
        }
        var end = text.length();
        while (end > 1 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
