// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.tlog.MalformedException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which parts of which entries are gone, and which the log says were erased: one bit an entry and part, since an
 * erasure stands after what it erased and so is read later. For one thread at a time.
 */
final class Erasures {
    private static final int RANGES_MAX = 1_000_000;

    private final Map<Part, BitSet> targeted = new EnumMap<>(Part.class);
    private final Map<Part, BitSet> absent = new EnumMap<>(Part.class);
    private final Map<Part, BitSet> present = new EnumMap<>(Part.class);
    private final Map<Part, BitSet> withheld = new EnumMap<>(Part.class);
    private final BitSet kept = new BitSet();
    private final BitSet removed = new BitSet();

    void noteAbsent(Part part, long index) {
        bits(absent, part).set(Math.toIntExact(index));
    }

    void notePresent(Part part, long index) {
        bits(present, part).set(Math.toIntExact(index));
    }

    void noteWithheld(Part part, long index) {
        bits(withheld, part).set(Math.toIntExact(index));
    }

    /** Notes an entry that says something of the ledger itself, and so may not be erased. */
    void noteKept(long index) {
        kept.set(Math.toIntExact(index));
    }

    /**
     * Takes what an entry of kind {@code erasure} or {@code retention} says.
     *
     * @param index of that entry; it can erase only what stands before it
     * @throws MalformedException {@code erasure-parts}, {@code erasure-targets}
     */
    void add(long index, Map<String, String> content) {
        removed.or(ranges(content.getOrDefault("entries", ""), index));
        var names = content.get("parts");
        if (names == null) {
            return;
        }
        var targets = ranges(content.getOrDefault("targets", ""), index);
        for (var name : names.split(",", Part.values().length + 1)) {
            var part = AuditedLeaf.part(name);
            if (part == null) {
                throw new MalformedException("erasure-parts");
            }
            bits(targeted, part).or(targets);
        }
    }

    private static BitSet ranges(String text, long end) {
        var indexes = new BitSet();
        if (text.isEmpty()) {
            return indexes;
        }
        var count = 0;
        for (var range : text.split(",", -1)) {
            if (++count > RANGES_MAX) {
                throw new MalformedException("erasure-targets");
            }
            var dash = range.indexOf('-');
            var first = index(dash < 0 ? range : range.substring(0, dash), end);
            var last = dash < 0 ? first : index(range.substring(dash + 1), end);
            if (last < first) {
                throw new MalformedException("erasure-targets");
            }
            indexes.set(first, last + 1);
        }
        return indexes;
    }

    private static int index(String text, long end) {
        if (!text.matches("0|[1-9][0-9]{0,9}")) {
            throw new MalformedException("erasure-targets");
        }
        var index = Long.parseLong(text);
        if (index >= end || index >= Integer.MAX_VALUE) {
            throw new MalformedException("erasure-targets");
        }
        return (int) index;
    }

    /**
     * Judges which whole entries are gone.
     *
     * @param first entry that is there
     */
    void judgeEntries(long first, AuditTally tally) {
        var end = removed.nextClearBit(0);
        if (first > end) {
            tally.add(
                    AuditCode.ENTRIES_MISSING,
                    end,
                    (first - end) + " entries, and no entry says that they were removed");
        }
        var there = removed.nextSetBit(Math.toIntExact(first));
        if (there >= 0) {
            tally.add(AuditCode.NOT_ERASED, there, "an entry that is said to be removed");
        }
    }

    /** Judges what is absent or should be, now that the whole log was read. */
    void judge(AuditTally tally) {
        for (var part : Part.values()) {
            var erased = bits(targeted, part);
            var unallowed = (BitSet) erased.clone();
            unallowed.and(kept);
            if (!unallowed.isEmpty()) {
                tally.add(AuditCode.ERASURE_UNALLOWED, unallowed.nextSetBit(0), "part " + part.wireName());
                erased.andNot(kept);
            }
            var hidden = bits(withheld, part);
            for (var index = hidden.nextSetBit(0); index >= 0; index = hidden.nextSetBit(index + 1)) {
                tally.count(erased.get(index) ? PartVerdict.ERASED : PartVerdict.WITHHELD);
            }
            var gone = bits(absent, part);
            for (var index = gone.nextSetBit(0); index >= 0; index = gone.nextSetBit(index + 1)) {
                if (erased.get(index)) {
                    tally.count(PartVerdict.ERASED);
                } else {
                    tally.count(PartVerdict.MISSING);
                    tally.add(AuditCode.MISSING, index, "part " + part.wireName());
                }
            }
            var there = (BitSet) bits(present, part).clone();
            there.and(erased);
            for (var index = there.nextSetBit(0); index >= 0; index = there.nextSetBit(index + 1)) {
                tally.count(PartVerdict.NOT_ERASED);
                tally.add(AuditCode.NOT_ERASED, index, "part " + part.wireName());
            }
        }
    }

    private static BitSet bits(Map<Part, BitSet> sets, Part part) {
        return sets.computeIfAbsent(part, none -> new BitSet());
    }
}
