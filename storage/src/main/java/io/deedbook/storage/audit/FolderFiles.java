// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** An export that was unpacked into a folder. */
public final class FolderFiles implements AuditFiles {
    private static final int FILES_MAX = 1_000_000;

    private final Path folder;

    public FolderFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public Optional<InputStream> open(String path) throws IOException {
        var file = folder.resolve(path);
        return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
    }

    @Override
    public List<Long> numbers(String path) throws IOException {
        var directory = folder.resolve(path);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var numbers = new ArrayList<Long>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                var name = String.valueOf(file.getFileName());
                if (name.matches("0|[1-9][0-9]{0,17}") && numbers.size() < FILES_MAX) {
                    numbers.add(Long.parseLong(name));
                }
            }
        }
        Collections.sort(numbers);
        return numbers;
    }

    @Override
    public void close() {}
}
