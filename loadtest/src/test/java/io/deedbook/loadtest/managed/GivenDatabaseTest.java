// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.managed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GivenDatabaseTest {
    private static final String URL = "postgresql://deedbook:secret@db.example.com/deedbook";

    @Test
    void of_readsTheOptionsThenTheEnvironment() {
        var environment = Map.of("DEEDBOOK_DATABASE_URL", URL);
        assertThat(GivenDatabase.of(List.of("--level=full", "--database-url=postgresql://a@b/c"), environment))
                .map(GivenDatabase::url)
                .hasValue("postgresql://a@b/c");
        assertThat(GivenDatabase.of(List.of("--database-url", "postgresql://a@b/c"), environment))
                .map(GivenDatabase::url)
                .hasValue("postgresql://a@b/c");
        assertThat(GivenDatabase.of(List.of("--level=full"), environment))
                .map(GivenDatabase::url)
                .hasValue(URL);
        assertThat(GivenDatabase.of(List.of(), Map.of("DEEDBOOK_DATABASE_URL", " ")))
                .isEmpty();
    }

    @Test
    void postmasterPid_isNotKnownOfOtherHostsAndOfWhatIsNoUrl() {
        for (var url :
                List.of("postgresql://a@192.0.2.1/c", "postgresql://a@/c", "postgresql://a@127.0.0.1:1/c", "%")) {
            var given =
                    GivenDatabase.of(List.of("--database-url", url), Map.of()).orElseThrow();
            assertThat(given.postmasterPid()).isEmpty();
        }
    }
}
