// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.rule.RuleException;
import io.deedbook.pipeline.rule.RuleProblem;
import io.deedbook.pipeline.rule.RuleSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule files that a command was given, read: named ones, and the {@code *.yml} and {@code *.yaml} of directories,
 * out of which no link is followed.
 *
 * @param sources those that were read
 * @param tooLarge what is to be said of the others, which are too large to be rules
 */
record RuleFiles(List<RuleSource> sources, List<RuleProblem> tooLarge) {
    private static final int FILES_MAX = 10_000;
    private static final int DEPTH_MAX = 32;
    private static final long CHARS_MAX = 64L * 1024 * 1024;
    private static final int NAME_CHARS_MAX = 256;

    RuleFiles {
        sources = List.copyOf(sources);
        tooLarge = List.copyOf(tooLarge);
    }

    /** Reads them, each directory in the order of its paths. */
    static RuleFiles read(List<Path> given) {
        var files = new ArrayList<Path>();
        for (var path : given) {
            if (Files.isDirectory(path)) {
                inside(path, files);
            } else {
                files.add(path);
            }
        }
        if (files.size() > FILES_MAX) {
            throw new UnusableInputException("There are more than " + FILES_MAX + " files. Name a smaller directory.");
        }
        var sources = new ArrayList<RuleSource>();
        var tooLarge = new ArrayList<RuleProblem>();
        var charsCount = 0L;
        for (var file : files) {
            try {
                var source = new RuleSource(name(file), text(file));
                charsCount += source.text().length();
                sources.add(source);
            } catch (RuleException e) {
                tooLarge.add(e.problem());
            }
            if (charsCount > CHARS_MAX) {
                throw new UnusableInputException(
                        "The files are larger than " + CHARS_MAX + " characters together. Name a smaller directory.");
            }
        }
        return new RuleFiles(sources, tooLarge);
    }

    private static void inside(Path directory, List<Path> files) {
        try (var inside = Files.walk(directory, DEPTH_MAX)) {
            inside.filter(RuleFiles::isOfRules)
                    .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .limit(FILES_MAX + 1L)
                    .sorted()
                    .forEach(files::add);
        } catch (IOException | UncheckedIOException e) {
            throw new UnusableInputException("The directory " + directory + " cannot be read.");
        }
    }

    private static boolean isOfRules(Path path) {
        var name = path.toString();
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }

    /** As much of the path as a name may have, from its end. */
    private static String name(Path file) {
        var name = file.toString();
        return name.length() <= NAME_CHARS_MAX ? name : name.substring(name.length() - NAME_CHARS_MAX);
    }

    private static String text(Path file) {
        try (var in = Files.newInputStream(file)) {
            // one byte more than a character can need, so that a file that is too large shows
            return new String(in.readNBytes(4 * RuleSource.CHARS_MAX + 1), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableInputException("The file " + file + " cannot be read.");
        }
    }
}
