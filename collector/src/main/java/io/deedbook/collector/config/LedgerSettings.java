// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is configured of the ledgers' evidence: who may read it, and who signs it.
 *
 * @param isPublic whether checkpoints and tiles are served to everybody
 * @param readyWhileFrozen whether the collector calls itself ready while a log gets no checkpoints
 * @param signer address of an external signer, {@code unix:<path>} or {@code http://<host>:<port>}; empty for key files
 * @param signerTokenFile file with the secret that the signer asks for
 * @param witnessPolicyFile file that names the witnesses
 */
public record LedgerSettings(
        boolean isPublic,
        boolean readyWhileFrozen,
        Optional<String> signer,
        Optional<Path> signerTokenFile,
        Optional<Path> witnessPolicyFile) {
    private static final Pattern SIGNER =
            Pattern.compile("unix:/[^\\x00-\\x20]{1,100}|http://(127\\.0\\.0\\.1|localhost|\\[::1\\]):[0-9]{1,5}");

    /** Private, with key files. */
    public static LedgerSettings standard() {
        return new LedgerSettings(false, false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with witnesses. */
    public LedgerSettings withWitnessPolicy(Path file) {
        return new LedgerSettings(isPublic, readyWhileFrozen, signer, signerTokenFile, Optional.of(file));
    }

    static LedgerSettings of(Settings settings) {
        var signer = settings.text(Setting.SIGNER);
        if (signer.isPresent() && !SIGNER.matcher(signer.get()).matches()) {
            throw settings.wrong(Setting.SIGNER);
        }
        var tokenFile = settings.text(Setting.SIGNER_TOKEN_FILE).map(text -> settings.path(Setting.SIGNER_TOKEN_FILE));
        if (signer.isPresent() && tokenFile.isEmpty()) {
            throw new ConfigurationException(
                    Setting.SIGNER_TOKEN_FILE.key() + ": is needed with " + Setting.SIGNER.key());
        }
        return new LedgerSettings(
                settings.truth(Setting.PUBLIC_LEDGERS),
                settings.truth(Setting.READY_WHILE_FROZEN),
                signer,
                tokenFile,
                settings.text(Setting.WITNESS_POLICY).map(text -> settings.path(Setting.WITNESS_POLICY)));
    }
}
