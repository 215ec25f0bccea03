// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void describe_isInWordsAndRepeatsNoMessage() {
        assertThat(Fault.describe(new TimeoutException("secret"))).isEqualTo("no answer in time");
        assertThat(Fault.describe(new SocketTimeoutException("secret"))).isEqualTo("no answer in time");
        assertThat(Fault.describe(new ConnectException("secret"))).isEqualTo("the connection was refused");
        assertThat(Fault.describe(new SQLException("secret"))).isEqualTo("the connection broke");
        assertThat(Fault.describe(new SQLException("secret", "08006"))).isEqualTo("SQLSTATE 08006");
        assertThat(Fault.describe(new IllegalStateException("secret"))).doesNotContain("secret");
    }
}
