// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files that these tests were built from: the last module can look at all of them. */
final class Repository {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final List<String> MODULES = List.of("pipeline", "storage", "collector", "loadtest");

    private Repository() {}

    /** The Java sources of all modules below this folder of each, by their names. */
    static Map<String, String> sources(String folder) throws IOException {
        var sources = new HashMap<String, String>();
        for (var module : MODULES) {
            for (var path : files(ROOT.resolve(module).resolve(folder), ".java")) {
                sources.put(path.getFileName().toString(), read(path));
            }
        }
        return sources;
    }

    /** The pages that people read. */
    static List<Path> pages() throws IOException {
        var pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        pages.add(ROOT.resolve("README.md"));
        pages.add(ROOT.resolve("CHANGELOG.md"));
        MODULES.forEach(module -> pages.add(ROOT.resolve(module).resolve("README.md")));
        return pages;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
