// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.storage.postgres.DatabaseUrl;
import io.deedbook.storage.postgres.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database whose files can be copied and put back, while nobody is connected. */
public final class TestBackup {
    private final DatabaseUrl url;

    public TestBackup(DatabaseUrl url) {
        this.url = url;
    }

    String url() {
        return TestDatabase.text(url);
    }

    public void backUp() {
        run("create database " + url.database() + "_backup template " + url.database());
    }

    /** Also while somebody is connected. */
    public void restore() {
        run("drop database " + url.database() + " with (force)");
        run("create database " + url.database() + " template " + url.database() + "_backup");
    }

    private void run(String sql) {
        var server = "jdbc:postgresql://" + url.host() + ':' + url.port() + "/postgres?user=" + url.user()
                + "&password=" + url.password();
        try (var connection = DriverManager.getConnection(server);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
