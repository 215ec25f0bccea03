// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.witness;

import io.deedbook.collector.config.ConfigurationException;
import io.deedbook.collector.config.Setting;
import io.deedbook.storage.cosign.Cosigning;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.TlogPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that names the witnesses of a collector's ledgers (C2SP tlog-policy). */
public final class WitnessPolicyFile {
    private WitnessPolicyFile() {}

    /**
     * Reads it. Blocks.
     *
     * @throws ConfigurationException when it can't be read or followed
     */
    public static TlogPolicy read(Path file) {
        try {
            var policy = TlogPolicy.parse(Files.readAllBytes(file));
            Cosigning.check(policy);
            return policy;
        } catch (IOException e) {
            throw wrong(file, "a readable file");
        } catch (MalformedException e) {
            throw wrong(file, "a tlog-policy; this one is " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw wrong(file, "witnesses with their addresses. " + e.getMessage());
        }
    }

    private static ConfigurationException wrong(Path file, String expected) {
        return new ConfigurationException(Setting.WITNESS_POLICY.key() + ": " + file + " (expected: " + expected + ")");
    }
}
