// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("state");
        DurableFile.write(file, bytes("size 99"));
    }

    @Test
    void replace_writesOverWhatIsNoLonger() throws IOException {
        var before = key();
        for (var text : new String[] {"size 99", "size 98", "size 100", "size 100\nmore"}) {
            DurableFile.replace(file, bytes(text));
            assertThat(file).hasContent(text);
        }
        assertThat(key()).isEqualTo(before);
        assertOneFileOfItsOwner();
    }

    @Test
    void replace_makesANewFileOfWhatIsShorterOrLong() throws IOException {
        for (var text : new String[] {"size 9", "x".repeat(4_097)}) {
            var before = key();
            try (var reader = Files.newInputStream(file)) {
                var old = Files.readString(file);
                DurableFile.replace(file, bytes(text));
                // who has it open reads the old one to its end
                assertThat(new String(reader.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(old);
            }
            assertThat(file).hasContent(text);
            assertThat(key()).isNotEqualTo(before);
            assertOneFileOfItsOwner();
        }
    }

    @Test
    void replace_makesTheFileWhereThereIsNone() throws IOException {
        Files.delete(file);

        DurableFile.replace(file, bytes("size 1"));

        assertThat(file).hasContent("size 1");
        assertOneFileOfItsOwner();
    }

    private Object key() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void assertOneFileOfItsOwner() throws IOException {
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
