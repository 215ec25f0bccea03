// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.deedbook.pipeline.bus.Refusal;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed database call means for who asked. */
public enum Fault {
    /** The database is away, stopping, overloaded or too slow: the same call may succeed later. */
    AWAY,
    /** The data of the call are at fault: without them others would have succeeded. */
    DATA,
    /** Neither: a bug, or a schema that is not ours. */
    BUG;

    private static final Logger log = LoggerFactory.getLogger(Fault.class);
    private static final String NO_PARTITION = "23514";
    private static final String DEADLOCK = "40P01";
    private static final String LOCKED = "55P03";
    private static final String CANCELLED = "57014";

    /** Judges a failure by its SQLSTATE (PostgreSQL documentation, appendix A) or its type. */
    public static Fault of(Throwable failure) {
        if (failure instanceof PgException refused) {
            return ofSqlState(refused.getSqlState());
        }
        if (failure instanceof SQLException refused) {
            return refused.getSQLState() == null ? AWAY : ofSqlState(refused.getSQLState());
        }
        if (failure instanceof Refusal refusal) {
            return refusal.reason() == Refusal.Reason.BUG ? BUG : AWAY;
        }
        if (failure instanceof VertxException
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof IllegalStateException) {
            // the last one is what a closed pool throws
            return AWAY;
        }
        return failure instanceof RuntimeException ? DATA : BUG;
    }

    /** Makes every failure of a database call a {@link Refusal}; a bug is logged here. */
    public static <T> Future<T> refused(Future<T> call) {
        return call.recover(failure -> Future.failedFuture(refusal(failure)));
    }

    /** The refusal that a failure becomes; a bug is logged here. */
    public static Refusal refusal(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        if (of(failure) == AWAY) {
            return away();
        }
        log.error("A database call failed. cause={}", describe(failure));
        return new Refusal(Refusal.Reason.BUG, "The request could not be handled. Send it again.", 1);
    }

    /** Says that the database is away. */
    public static Refusal away() {
        return new Refusal(
                Refusal.Reason.DATABASE_AWAY, "The database is away or too slow. Send the request again.", 2);
    }

    /** A failure in words, but without its message, which may repeat data. */
    public static String describe(Throwable failure) {
        if (failure instanceof SQLException refused && refused.getSQLState() != null) {
            return "SQLSTATE " + refused.getSQLState();
        } else if (failure instanceof PgException refused) {
            return "SQLSTATE " + refused.getSqlState();
        } else if (failure instanceof TimeoutException
                || failure instanceof SQLTimeoutException
                || failure instanceof SocketTimeoutException) {
            return "no answer in time";
        } else if (failure instanceof ConnectException) {
            return "the connection was refused";
        } else if (failure instanceof UnknownHostException) {
            return "the host is not known";
        } else if (failure instanceof SQLException
                || failure instanceof IOException
                || failure instanceof ClosedConnectionException) {
            return "the connection broke";
        }
        return failure.getClass().getName();
    }

    /**
     * Whether a row found no partition (PostgreSQL has the state of violated checks for that, which no row of ours
     * has).
     */
    public static boolean isPartitionMissing(Throwable failure) {
        return failure instanceof SQLException refused && NO_PARTITION.equals(refused.getSQLState());
    }

    /**
     * Whether the transaction and others waited in a ring, and PostgreSQL has ended this one: it has changed nothing, and
     * may be tried again at once.
     */
    public static boolean isDeadlock(Throwable failure) {
        return hasState(failure, DEADLOCK);
    }

    /** Whether somebody else had a lock for longer than it was to be waited for. */
    public static boolean isLocked(Throwable failure) {
        return hasState(failure, LOCKED);
    }

    /** Whether a statement took longer than it may, or was cancelled by hand. */
    public static boolean isCancelled(Throwable failure) {
        return hasState(failure, CANCELLED);
    }

    private static boolean hasState(Throwable failure, String state) {
        return failure instanceof PgException refused && state.equals(refused.getSqlState());
    }

    private static Fault ofSqlState(String state) {
        if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
            return DATA;
        }
        // 08 connection, 25 read-only after a failover, 28 authorisation, 3D database, 40 rollback, 53 resources,
        // 55 locked, 57 shutdown or time limit, 58 system
        return state.matches("(08|25|28|3D|40|53|55|57|58).*") ? AWAY : BUG;
    }
}
