// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.shell;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program that runs the command in its arguments.
 *
 * @param valued letters of the short options that take a value
 * @param operands how many operands come before the command
 */
record Wrapper(String valued, int operands) {
    private static final Map<String, Wrapper> BY_NAME = Map.ofEntries(
            entry("sudo", new Wrapper("ughpCDRTUr", 0)),
            entry("doas", new Wrapper("uC", 0)),
            entry("env", new Wrapper("uCS", 0)),
            entry("command", new Wrapper("", 0)),
            entry("builtin", new Wrapper("", 0)),
            entry("exec", new Wrapper("a", 0)),
            entry("nohup", new Wrapper("", 0)),
            entry("time", new Wrapper("fo", 0)),
            entry("nice", new Wrapper("n", 0)),
            entry("ionice", new Wrapper("cnp", 0)),
            entry("xargs", new Wrapper("IiEeLlnPsda", 0)),
            entry("parallel", new Wrapper("jIN", 0)),
            entry("watch", new Wrapper("n", 0)),
            entry("timeout", new Wrapper("ks", 1)),
            entry("setsid", new Wrapper("", 0)),
            entry("stdbuf", new Wrapper("ioe", 0)),
            entry("busybox", new Wrapper("", 0)),
            entry("toybox", new Wrapper("", 0)),
            entry("chroot", new Wrapper("", 1)),
            entry("nsenter", new Wrapper("tSG", 0)),
            entry("unshare", new Wrapper("SGR", 0)),
            entry("taskset", new Wrapper("", 1)),
            entry("caffeinate", new Wrapper("tw", 0)),
            entry("strace", new Wrapper("eopsu", 0)),
            entry("flock", new Wrapper("wE", 1)));

    private static final Set<String> LONG_VALUED = Set.of(
            "--adjustment",
            "--arg-file",
            "--chdir",
            "--delimiter",
            "--group",
            "--host",
            "--interval",
            "--kill-after",
            "--max-args",
            "--max-procs",
            "--replace",
            "--signal",
            "--unset",
            "--user");

    private static final Set<String> CONTAINERS = Set.of("docker", "podman", "nerdctl");
    private static final Set<String> CLUSTERS = Set.of("kubectl", "oc");
    /** Options of {@code docker run} and {@code exec} without a value; the others take one. */
    private static final Set<String> CONTAINER_FLAGS = Set.of(
            "--rm",
            "--detach",
            "--init",
            "--interactive",
            "--privileged",
            "--read-only",
            "--tty",
            "-P",
            "-T",
            "-d",
            "-i",
            "-it",
            "-itd",
            "-t",
            "-ti",
            "-dit",
            "-id",
            "--publish-all",
            "--no-healthcheck");

    /** Where the command begins that the words from {@code from} on run, or -1. */
    static int next(List<String> words, int from) {
        var name = Command.name(words.get(from));
        if (CONTAINERS.contains(name)) {
            return inContainer(words, from);
        }
        if (CLUSTERS.contains(name)) {
            return inCluster(words, from);
        }
        var wrapper = BY_NAME.get(name);
        if (wrapper == null) {
            return -1;
        }
        var next = operand(words, from + 1, wrapper.valued);
        while (next < words.size() && Command.isAssignment(words.get(next))) {
            next++;
        }
        next += wrapper.operands;
        return next < words.size() ? next : -1;
    }

    /** The first word that is no option and no option's value. */
    static int operand(List<String> words, int from, String valued) {
        var index = from;
        while (index < words.size() && words.get(index).startsWith("-")) {
            var word = words.get(index);
            index++;
            if (word.equals("--")) {
                break;
            }
            var last = word.charAt(word.length() - 1);
            if (LONG_VALUED.contains(word) || (word.length() == 2 && valued.indexOf(last) >= 0)) {
                index++;
            }
        }
        return index;
    }

    private static int inContainer(List<String> words, int from) {
        var index = from + 1;
        if (index < words.size() && words.get(index).equals("compose")) {
            index++;
        }
        if (index >= words.size() || !Set.of("run", "exec").contains(words.get(index))) {
            return -1;
        }
        index++;
        while (index < words.size() && words.get(index).startsWith("-")) {
            var word = words.get(index);
            index += CONTAINER_FLAGS.contains(word) || word.indexOf('=') > 0 ? 1 : 2;
        }
        return index + 1 < words.size() ? index + 1 : -1;
    }

    private static int inCluster(List<String> words, int from) {
        var dashes = words.subList(from, words.size()).indexOf("--");
        return words.contains("exec") && dashes > 0 && from + dashes + 1 < words.size() ? from + dashes + 1 : -1;
    }
}
