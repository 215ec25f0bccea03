// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.storage.evidence.LogKey;
import io.deedbook.storage.read.StoredRecord;
import io.deedbook.storage.sign.KeyEntry;
import io.deedbook.storage.sign.KeyFact;
import io.deedbook.storage.sign.KeyHandover;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.Vkey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log from key to key: from the one key that its verifier trusts to the others that signed it, by the log's
 * own entries of kind {@code genesis} and {@code key}.
 *
 * <p>Forward, from an old key to its successor: only where the old one, while it signed, also signed the successor's
 * {@link KeyHandover}, and where the entry that says so lies in a tree that a trusted key signed. The entry alone
 * proves nothing, because whoever can write to the database can append one, and the honest signer signs the tree.
 * Backward, from a new key to those before it: a checkpoint of another key that lies within the tree that a trusted key
 * signed, and that fits it, says nothing that the trusted key did not.
 *
 * <p>What is not proven: that the successor was the operator's own wish, when the trusted key was stolen. And nothing
 * leads from an epoch to the next, even where the old key still exists: an epoch begins because what was signed is
 * lost, and whoever trusts the old key has to look for himself why, and then be given the new key or not. For one
 * thread at a time.
 */
final class KeyChain {
    private final Vkey anchor;
    private final List<LogKey> rows;
    private final Findings findings;
    private final Set<Vkey> keys = new LinkedHashSet<>();

    // Mutable state, owned by the thread that plays.
    private final Map<Vkey, Link> links = new LinkedHashMap<>();
    /** The largest tree that the trusted key signed, by what was seen so far. */
    private long anchorSigned;

    private long lastIndex = -1;
    private List<Vkey> signers = List.of();

    /** What is known of a key. */
    private static final class Link {
        /** The entry that names it: −1 for the trusted key, which needs none, and beyond all while none was seen. */
        private long index;

        private long from;
        private long until = Long.MAX_VALUE;
        private boolean named;
        /** The keys whose handover to this one was verified. */
        private final Set<Vkey> handedOverBy = new HashSet<>(1);

        private long signedMin = Long.MAX_VALUE;
        private long signedMax;
        /** The first checkpoint that nobody else signed whom one could trust at that point, and how many there are. */
        private long aloneFirst;

        private long aloneCount;

        private Link(long index) {
            this.index = index;
        }

        private boolean signs(long size) {
            return size >= from && size <= until;
        }
    }

    /**
     * @param anchor the key that is trusted from the beginning
     * @param rows the keys that the database names, which is a hint only
     */
    KeyChain(Vkey anchor, List<LogKey> rows, Findings findings) {
        this.anchor = anchor;
        this.rows = List.copyOf(rows);
        this.findings = findings;
        links.put(anchor, new Link(-1));
        keys.add(anchor);
        rows.forEach(row -> keys.add(row.vkey()));
    }

    /** The keys whose signatures are looked at; for which of them something vouches is known at the end. */
    Collection<Vkey> keys() {
        return keys;
    }

    /** Takes a record; most say nothing of keys. */
    void accept(StoredRecord row) {
        var kind = row.text(Field.KIND);
        if (!Kind.GENESIS.wireName().equals(kind) && !Kind.KEY.wireName().equals(kind)) {
            return;
        }
        var event = String.valueOf(row.text(Field.EVENT));
        accept(new KeyFact(row.index(), event, String.valueOf(row.contentJson())));
    }

    /** Takes what an entry about keys says or, where it is gone by right, said; in the order of the log. */
    void accept(KeyFact row) {
        if (row.index() <= lastIndex) {
            return;
        }
        lastIndex = row.index();
        var key = key(row, KeyEntry.VKEY);
        if (key == null) {
            findings.add(FindingCode.KEY_CHANGED, row.index(), "the entry names no key that can be read");
            return;
        }
        var until = number(LeafMembers.text(row.contentJson(), KeyEntry.UNTIL));
        if (row.event().equals(KeyEntry.RETIRED)) {
            end(key, until);
            return;
        }
        var link = named(key, row.index());
        var previous = key(row, KeyEntry.PREVIOUS);
        if (previous != null) {
            // a key that had ended by then, and may be in other hands, has nothing to hand over
            if (named(previous, row.index()).signs(row.index() + 1)
                    && KeyHandover.isBy(previous, key, LeafMembers.text(row.contentJson(), KeyEntry.HANDOVER))) {
                link.handedOverBy.add(previous);
            }
            end(previous, until);
        }
        link.from = row.index() + 1;
        link.named = true;
    }

    private Link named(Vkey key, long index) {
        keys.add(key);
        var link = links.computeIfAbsent(key, absent -> new Link(index));
        link.index = Math.min(link.index, index);
        return link;
    }

    private void end(Vkey key, long until) {
        var link = links.get(key);
        if (link != null) {
            link.until = Math.min(link.until, until);
        }
    }

    private static @Nullable Vkey key(KeyFact row, String member) {
        var text = LeafMembers.text(row.contentJson(), member);
        try {
            return text == null ? null : Vkey.parseLog(text);
        } catch (MalformedException e) {
            return null;
        }
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? Long.MAX_VALUE : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Takes a checkpoint whose root is that of the records.
     *
     * @param signers those of {@link #keys} whose signatures it has
     * @param place what findings are noted under
     */
    void accept(long size, List<Vkey> signers, long place) {
        var valid = signers.stream()
                .filter(key -> {
                    var link = links.get(key);
                    return link == null || link.signs(size);
                })
                .toList();
        if (valid.isEmpty()) {
            findings.add(FindingCode.NO_TRUSTED_SIGNATURE, place, "checkpoint, by a key that does not sign this size");
            return;
        }
        if (valid.contains(anchor)) {
            anchorSigned = Math.max(anchorSigned, size);
        }
        for (var key : valid) {
            var link = links.computeIfAbsent(key, unknown -> new Link(Long.MAX_VALUE));
            link.signedMin = Math.min(link.signedMin, size);
            link.signedMax = Math.max(link.signedMax, size);
            if (!valid.contains(anchor) && link.aloneCount++ == 0) {
                link.aloneFirst = place;
            }
        }
    }

    /**
     * Says, when all is played, which checkpoints nobody vouches for, and where the database's own list of keys
     * differs.
     *
     * @return the size of the largest tree that a trusted key signed
     */
    long end() {
        var trusted = new HashSet<>(Set.of(anchor));
        var vouched = anchorSigned;
        for (var grown = true; grown; ) {
            grown = false;
            for (var entry : links.entrySet()) {
                var link = entry.getValue();
                if (link.index < vouched
                        && !Collections.disjoint(link.handedOverBy, trusted)
                        && trusted.add(entry.getKey())) {
                    vouched = Math.max(vouched, link.signedMax);
                    grown = true;
                }
            }
        }
        for (var entry : links.entrySet()) {
            var link = entry.getValue();
            if (link.signedMin < link.from) {
                findings.add(FindingCode.NO_TRUSTED_SIGNATURE, link.signedMin, "checkpoint, by a key that came later");
            }
            var within = link.index < vouched && link.signedMax <= vouched;
            if (link.aloneCount > 0 && !within && !trusted.contains(entry.getKey())) {
                findings.add(
                        FindingCode.NO_TRUSTED_SIGNATURE,
                        link.aloneFirst,
                        "checkpoint, and " + (link.aloneCount - 1) + " more, by a key that no trusted one vouches for");
            }
        }
        rows.forEach(this::compare);
        signers = signers(trusted, vouched);
        return vouched;
    }

    /**
     * The keys that signed and that a trusted one vouches for, in their order; the last is the one that signs now.
     * Known at the end.
     */
    List<Vkey> signers() {
        return signers;
    }

    private List<Vkey> signers(Set<Vkey> trusted, long vouched) {
        var current = trusted.stream()
                .max(Comparator.comparingLong(key -> link(key).from))
                .orElse(anchor);
        var signing = links.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(current) && entry.getValue().from < link(current).from)
                .filter(entry -> trusted.contains(entry.getKey())
                        || (entry.getValue().signedMax > 0
                                && entry.getValue().index < vouched
                                && entry.getValue().signedMax <= vouched))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().from))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(ArrayList::new));
        signing.add(current);
        return signing;
    }

    private Link link(Vkey key) {
        return links.getOrDefault(key, new Link(-1));
    }

    private void compare(LogKey row) {
        var link = links.get(row.vkey());
        // The first key of a log that has no genesis entry is named nowhere.
        var same = row.number() == 1 || (link != null && link.named && link.from == row.fromSize());
        // A key that was let go while this runs ends in the database later than in what was read of it.
        if (!same || (link != null && link.until != row.untilSize().orElse(link.until))) {
            findings.add(
                    FindingCode.KEY_CHANGED,
                    Finding.WHOLE_LOG,
                    "the ledger says something else of key " + row.number() + " than the database");
        }
    }
}
