// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.pipeline.policy.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantSecretsTest {
    private static final Tenant ONE = new Tenant(1, "one");
    private static final Tenant TWO = new Tenant(2, "two");

    @TempDir
    Path directory;

    @Test
    void derivesTheSameKeysAfterEachStart() throws IOException {
        var file = directory.resolve("keys").resolve("master.key");
        var first = TenantSecrets.open(file);
        var second = TenantSecrets.open(file);

        assertThat(second.exportKey(ONE)).isEqualTo(first.exportKey(ONE)).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory.resolve("keys"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void derivesOtherKeysForAnotherTenantOrMaster() throws IOException {
        var secrets = TenantSecrets.open(directory.resolve("a.key"));
        var others = TenantSecrets.open(directory.resolve("b.key"));

        assertThat(secrets.exportKey(ONE)).isNotEqualTo(secrets.exportKey(TWO)).isNotEqualTo(others.exportKey(ONE));
        assertThat(secrets.exportKey(ONE)).isEqualTo(secrets.exportKey(new Tenant(1, "renamed")));
    }

    @Test
    void refusesADamagedFile() throws IOException {
        var file = directory.resolve("master.key");
        Files.write(file, new byte[31]);

        assertThatThrownBy(() -> TenantSecrets.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }
}
