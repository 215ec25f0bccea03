// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @Test
    void readsEveryPart() {
        assertThat(DatabaseUrl.parse("postgresql://me:p%40ss%2Fw+rd@db.example.com:6543/audit?sslmode=verify-full"
                        + "&sslrootcert=/etc/ca.pem"))
                .isEqualTo(new DatabaseUrl(
                        "db.example.com", 6543, "audit", "me", "p@ss/w+rd", "verify-full", "/etc/ca.pem"));
    }

    @Test
    void fillsInWhatIsLeftOut() {
        assertThat(DatabaseUrl.parse("postgres://me@[::1]"))
                .isEqualTo(new DatabaseUrl("::1", 5432, "me", "me", "", "prefer", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "the-secret",
                "mysql://me:the-secret@db/audit",
                "postgresql://db/audit?password=the-secret",
                "postgresql://me:the-secret@/audit",
                "postgresql://me:the-secret @db/audit",
                "postgresql://me:the-secret@db/audit?sslmode=the-secret"
            })
    void refusesWhatIsNoneWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("the-secret");
    }

    @Test
    void leavesThePasswordOutOfItsText() {
        var url = DatabaseUrl.parse("postgresql://me:the-secret@db/audit");

        assertThat(url.toString()).doesNotContain("the-secret").contains("me@db:5432/audit");
        assertThat(url.jdbcUrl()).doesNotContain("the-secret");
    }
}
