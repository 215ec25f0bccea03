// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.ConfigurationException;
import io.deedbook.collector.config.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a setting names, where secrets belong: nothing of what stands in it is ever said. */
record SettingFile(Setting setting, Path path) {
    /** All of it, as UTF-8. Blocks. */
    String text(int bytesMax) {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length <= bytesMax) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw wrong("a readable file");
        }
        throw wrong("at most " + bytesMax + " bytes");
    }

    ConfigurationException wrong(String expected) {
        return wrong(path.toString(), expected);
    }

    /** The same of one line. */
    ConfigurationException wrong(int line, String expected) {
        return wrong(path + " line " + line, expected);
    }

    private ConfigurationException wrong(String what, String expected) {
        return new ConfigurationException(setting.key() + ": " + what + " (expected: " + expected + ")");
    }
}
