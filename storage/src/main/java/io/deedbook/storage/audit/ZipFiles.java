// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/** An export as one zip file, in which each name stands once; nothing is unpacked to disk. */
public final class ZipFiles implements AuditFiles {
    private static final int FILES_MAX = 1_000_000;

    private final Path path;
    private final ZipFile zip;

    public ZipFiles(Path path) throws IOException {
        this.path = path;
        zip = new ZipFile(path.toFile());
        var names = new HashSet<String>();
        var twice = zip.stream().anyMatch(entry -> !names.add(entry.getName()));
        if (twice) {
            zip.close();
            throw new IOException("The zip has two files of one name, which others could read in another way.");
        }
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Optional<InputStream> open(String file) throws IOException {
        var entry = zip.getEntry(file);
        return entry == null || entry.isDirectory() ? Optional.empty() : Optional.of(zip.getInputStream(entry));
    }

    @Override
    public List<Long> numbers(String folder) {
        var prefix = folder + '/';
        return zip.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(prefix)
                        && name.substring(prefix.length()).matches("0|[1-9][0-9]{0,17}"))
                .limit(FILES_MAX)
                .map(name -> Long.valueOf(name.substring(prefix.length())))
                .sorted()
                .toList();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
