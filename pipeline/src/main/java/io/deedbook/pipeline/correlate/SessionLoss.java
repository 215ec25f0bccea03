// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.correlate.Conclusion.Common;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Risk;
import io.deedbook.pipeline.rule.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices telemetry that is missing from the sessions of one log: numbers that were skipped, and sessions that fell
 * silent in the middle of something. Owned by the thread that evaluates.
 *
 * <p>The client numbers the events of each process from 0 without gaps. A session has several processes when it is
 * resumed, and then the first numbers of the new process stand in another session of the same user.
 */
final class SessionLoss {
    /** How long after the record behind a gap what is missing may still come. */
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** Gaps are reported together whose record behind was received in one slice of this length. */
    static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** How long a session says nothing before its open question is taken for a loss. */
    static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(30);

    /** The columns that it reads. */
    static final Set<Field> COLUMNS = EnumSet.of(
            Field.KIND,
            Field.SIGNAL,
            Field.EVENT,
            Field.ACTION,
            Field.OPERATION,
            Field.TARGET,
            Field.DECISION,
            Field.USER_ID,
            Field.SESSION_ID,
            Field.SEQUENCE);

    private static final int SESSIONS_MAX = 20_000;
    private static final int RANGES_MAX = 20;
    private static final List<String> TAGS =
            List.of("soc2.cc7.2", "iso27001.a.8.15", "eu_ai_act.art_12", "pci_dss.10.7.2");
    private static final List<String> CONTROLS =
            List.of("eu_ai_act:art_12", "iso27001:A.8.15", "pci_dss:10.7.2", "soc2:CC7.2");
    private static final List<String> REFERENCES =
            List.of("https://docs.claude.com/en/docs/claude-code/monitoring-usage");

    private static final Rule GAP = new Rule(
            "0f2f6f0e-6a0b-5d63-9f1b-6f3a3a3f1a01",
            "sequence-gap",
            "Telemetry of a session is missing",
            "A client numbers the events of each process from 0. Numbers that never came were lost, or kept back.",
            Risk.MEDIUM,
            TAGS,
            CONTROLS,
            List.of(
                    "Exports that the client dropped while the network or the collector was away",
                    "A collector in between that filters or samples",
                    "A client whose clock was set back while it ran"),
            REFERENCES);

    private static final Rule NO_END = new Rule(
            "0f2f6f0e-6a0b-5d63-9f1b-6f3a3a3f1a02",
            "session-without-end",
            "A session stopped in the middle of something",
            "A prompt got no answer, or a tool that was let run gave no result, and then the session said nothing for half an"
                    + " hour: what came next was lost, or kept back.",
            Risk.MEDIUM,
            TAGS,
            CONTROLS,
            List.of(
                    "A person who stopped the agent while it worked, and left",
                    "A tool that runs for longer than half an hour",
                    "A computer that was put to sleep or crashed"),
            REFERENCES);

    /** What people see of what it looks for. */
    static final List<Rule> RULES = List.of(GAP, NO_END);

    private final EventBudget budget;
    // in the order in which they last had a record
    private final LinkedHashMap<String, SessionTrack> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Set<SessionTrack>> byUser = new HashMap<>();
    private final TreeMap<Long, Set<SessionTrack>> gapsDue = new TreeMap<>();
    // those of sessions that may still be found silent
    private final LinkedHashMap<String, SessionTrack> lively = new LinkedHashMap<>(16, 0.75f, true);

    SessionLoss(EventBudget budget) {
        this.budget = budget;
    }

    /** Whether the session of a record is one of which earlier records may have been forgotten. */
    boolean isUnknown(String sessionId) {
        return !sessions.containsKey(sessionId);
    }

    /**
     * Takes a record.
     *
     * @param historyKnown whether no earlier record of its session is missing here
     * @param clock what fell due until then was judged
     * @param fresh whether the record is evaluated, and not only remembered
     */
    void add(Observed record, boolean historyKnown, boolean fresh, long clock) {
        var id = record.text(Field.SESSION_ID);
        if (id == null || Kind.FINDING.wireName().equals(record.text(Field.KIND))) {
            return;
        }
        var session = sessions.get(id);
        if (session == null) {
            session = new SessionTrack(id, historyKnown);
            sessions.put(id, session);
            budget.sessions().take(session.bytes());
        }
        var behind = take(session, record);
        var user = session.userId();
        if (user != null) {
            byUser.computeIfAbsent(user, none -> new LinkedHashSet<>(1)).add(session);
        }
        if (behind != null) {
            var due = due(behind.fromReceived());
            if (fresh || due > clock) {
                gapsDue.computeIfAbsent(due, none -> new LinkedHashSet<>(1)).add(session);
            }
        }
        if (fresh || session.received() + QUIET_NANOS > clock) {
            lively.put(id, session);
        }
        shrink();
    }

    private SequenceRun.@Nullable Interval take(SessionTrack session, Observed record) {
        var bytesBefore = session.bytes();
        var userBefore = session.userId();
        var behind = session.add(record);
        budget.sessions().take(session.bytes() - bytesBefore);
        if (userBefore != null && !userBefore.equals(session.userId())) {
            forgetUser(session, userBefore);
        }
        return behind;
    }

    private static long due(long received) {
        return (Math.floorDiv(received, SLICE_NANOS) + 1) * SLICE_NANOS + GRACE_NANOS;
    }

    /** Forgets the sessions that were quiet longest, never the one that was added to last. */
    private void shrink() {
        while (sessions.size() > 1
                && (sessions.size() > SESSIONS_MAX || budget.sessions().isSpent())) {
            var eldest = sessions.values().iterator().next();
            if (lively.containsKey(eldest.id())) {
                budget.forget(1);
            }
            remove(eldest);
        }
    }

    private void remove(SessionTrack session) {
        sessions.remove(session.id());
        lively.remove(session.id());
        gapsDue.values().forEach(due -> due.remove(session));
        gapsDue.values().removeIf(Set::isEmpty);
        budget.sessions().take(-session.bytes());
        var user = session.userId();
        if (user != null) {
            forgetUser(session, user);
        }
    }

    private void forgetUser(SessionTrack session, String user) {
        var ofUser = byUser.get(user);
        if (ofUser != null && ofUser.remove(session) && ofUser.isEmpty()) {
            byUser.remove(user);
        }
    }

    /** Gives back what it holds. */
    void drop() {
        sessions.values().forEach(session -> budget.sessions().take(-session.bytes()));
        sessions.clear();
        lively.clear();
        gapsDue.clear();
        byUser.clear();
    }

    /** Judges what falls due until {@code clock}. */
    List<Conclusion> advance(long clock) {
        var conclusions = new ArrayList<Conclusion>(0);
        while (!gapsDue.isEmpty() && gapsDue.firstKey() <= clock) {
            var due = gapsDue.pollFirstEntry();
            for (var session : due.getValue()) {
                add(conclusions, gap(session, due.getKey()));
            }
        }
        while (!lively.isEmpty()) {
            var eldest = lively.values().iterator().next();
            if (eldest.received() + QUIET_NANOS > clock) {
                break;
            }
            lively.remove(eldest.id());
            add(conclusions, noEnd(eldest));
        }
        return conclusions;
    }

    private static void add(List<Conclusion> conclusions, @Nullable Conclusion conclusion) {
        if (conclusion != null) {
            conclusions.add(conclusion);
        }
    }

    private @Nullable Conclusion gap(SessionTrack session, long due) {
        var sliceEnd = due - GRACE_NANOS;
        var gaps = session.judgeGaps(sliceEnd - SLICE_NANOS, sliceEnd).stream()
                .filter(gap -> !isContinued(session, gap))
                .toList();
        if (gaps.isEmpty()) {
            return null;
        }
        var missing = 0L;
        var ranges = new ArrayList<String>();
        var indexes = new TreeSet<Long>();
        var from = Long.MAX_VALUE;
        var to = Long.MIN_VALUE;
        for (var gap : gaps) {
            missing += gap.to() - gap.from() + 1;
            ranges.add(gap.from() == gap.to() ? Long.toString(gap.from()) : gap.from() + "–" + gap.to());
            var before = gap.before();
            if (before != null) {
                indexes.add(before.toIndex());
                from = Math.min(from, before.toTime());
            }
            indexes.add(gap.behind().fromIndex());
            from = Math.min(from, gap.behind().fromTime());
            to = Math.max(to, gap.behind().fromTime());
        }
        var numbers = String.join(", ", ranges.subList(0, Math.min(RANGES_MAX, ranges.size())))
                + (ranges.size() > RANGES_MAX ? " and others" : "");
        return new Conclusion(
                GAP,
                Conclusion.key(List.of(GAP.slug(), session.id(), Long.toString(sliceEnd))),
                from,
                to,
                List.copyOf(indexes),
                missing + (missing == 1 ? " event" : " events") + " of one session never came: event.sequence "
                        + numbers + '.',
                List.of(Common.session(session.id())));
    }

    /**
     * Whether another session of the same user had the number right before, last and just before: one process, two
     * sessions.
     */
    private boolean isContinued(SessionTrack session, SequenceRun.Gap gap) {
        var user = session.userId();
        var before = gap.before();
        var timeFrom = before == null ? Long.MIN_VALUE : before.toTime();
        for (var other : user == null ? Set.<SessionTrack>of() : byUser.getOrDefault(user, Set.of())) {
            if (other != session
                    && other.endedWith(gap.to(), timeFrom, gap.behind().fromTime())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Conclusion noEnd(SessionTrack session) {
        var question = session.judgeQuestion();
        if (question == null) {
            return null;
        }
        return new Conclusion(
                NO_END,
                Conclusion.key(List.of(NO_END.slug(), session.id(), Long.toString(question.index()))),
                question.timeUnixNanos(),
                question.timeUnixNanos(),
                List.of(question.index()),
                (question.tool()
                                ? "A session let a tool run and never told its result"
                                : "A session had a prompt and no answer to it")
                        + "; nothing came of it for " + Explanation.duration(QUIET_NANOS) + ".",
                List.of(Common.session(session.id())));
    }

    /** When something may fall due next, {@link Long#MAX_VALUE} for never. */
    long due() {
        var gap = gapsDue.isEmpty() ? Long.MAX_VALUE : gapsDue.firstKey();
        var quiet = lively.isEmpty()
                ? Long.MAX_VALUE
                : lively.values().iterator().next().received() + QUIET_NANOS;
        return Math.min(gap, quiet);
    }
}
