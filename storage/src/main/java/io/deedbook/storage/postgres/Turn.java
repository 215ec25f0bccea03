// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that one piece of work has with a connection. Whoever waits for it may give it up: then it does not begin
 * any more, or its connection breaks under it, so that the thread is there for others. For one piece of work, however
 * often it is tried; thread-safe.
 */
public final class Turn {
    private static final Logger log = LoggerFactory.getLogger(Turn.class);

    // Mutable state, guarded by this.
    private boolean givenUp;
    private @Nullable Connection connection;

    /** Whether it is too late to begin. */
    synchronized boolean isGivenUp() {
        return givenUp;
    }

    /** Says whether the work may begin. */
    synchronized boolean begin(Connection mine) {
        if (givenUp) {
            return false;
        }
        connection = mine;
        return true;
    }

    /** Says whether the connection is still good, which it is not for anybody after a turn that was given up. */
    synchronized boolean end() {
        connection = null;
        return !givenUp;
    }

    /**
     * Nobody waits for the work any more. It may have done what it was to do, and may yet.
     *
     * @param closing runs what closes the socket, which may block
     */
    public synchronized void giveUp(Executor closing) {
        givenUp = true;
        if (connection != null) {
            try {
                connection.abort(closing);
            } catch (SQLException e) {
                log.debug("A connection could not be broken. sqlState={}", e.getSQLState());
            }
        }
    }
}
