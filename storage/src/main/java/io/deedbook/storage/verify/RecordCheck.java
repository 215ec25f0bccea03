// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.pipeline.canonical.Commitment;
import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.canonical.PartJson;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.storage.read.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares a record's columns and parts with its leaf: makes the leaf anew out of the row and wants the same bytes.
 * Only where they differ is the leaf taken apart to say in what.
 */
final class RecordCheck {
    private static final List<Part> PARTS = List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT, Part.FACTS);

    /** Members of the leaf that are no {@link Field}, with their columns. */
    private static final Map<String, String> COLUMNS =
            Map.of("id", "id", "occurred", "occurred_unix_nanos", "received", "received_unix_nanos", "pii", "pii");

    private final StoredRecord row;
    private final Findings findings;
    private final Erased erased;
    private final Map<Part, byte[]> commitments = new EnumMap<>(Part.class);

    // Mutable state, owned by the thread that checks.
    private int erasedParts;

    private RecordCheck(StoredRecord row, Findings findings, Erased erased) {
        this.row = row;
        this.findings = findings;
        this.erased = erased;
    }

    /** Checks a record; answers how many parts are gone as the log says. */
    static int run(StoredRecord row, Findings findings, Erased erased) {
        var check = new RecordCheck(row, findings, erased);
        var whole = check.commit();
        var rebuilt = check.rebuild();
        if (!whole || rebuilt == null || !Arrays.equals(rebuilt, row.leaf())) {
            check.explain(rebuilt);
        } else {
            check.checkSpelling();
        }
        if (!Objects.equals(row.text(Field.TARGET), LeafMembers.text(row.contentJson(), Field.TARGET.jsonName()))) {
            check.altered("column target");
        }
        return check.erasedParts;
    }

    /** Commits to what the row has; false where a part has no salt or a salt no part. */
    private boolean commit() {
        var whole = true;
        for (var part : PARTS) {
            var json = json(part);
            var salt = row.salts().get(part);
            if (json != null && salt != null && salt.length == Commitment.SALT_BYTES) {
                commitments.put(part, Commitment.of(part, salt, json.getBytes(StandardCharsets.UTF_8)));
            } else if (json != null || salt != null) {
                whole = false;
            } else if (isErasable() && erased.mayBeAbsent(part, row.index())) {
                commitErased(part);
            }
            if ((json != null || salt != null) && isErasable() && erased.mustBeAbsent(part, row.index())) {
                findings.add(FindingCode.NOT_ERASED, row.index(), "part " + part.wireName());
            }
        }
        return whole;
    }

    /** What the ledger says of itself is never erased, whatever an entry says: policies, keys, holds, erasures. */
    private boolean isErasable() {
        var kind = row.text(Field.KIND);
        return Kind.RECORD.wireName().equals(kind) || Kind.FINDING.wireName().equals(kind);
    }

    /** What is gone by right stands in the leaf as it always did. */
    private void commitErased(Part part) {
        var commitment = LeafCommitments.of(part, row.leaf());
        if (commitment != null) {
            commitments.put(part, commitment);
            erasedParts++;
        }
    }

    private @Nullable String json(Part part) {
        return switch (part) {
            case CONTENT -> row.contentJson();
            case ATTRIBUTES -> row.attributesJson();
            default -> PartJson.ofColumns(part, row.values());
        };
    }

    private byte @Nullable [] rebuild() {
        var draft = new RecordDraft(row.receivedUnixNanos(), row.occurredUnixNanos());
        for (var field : Field.of(Part.LEAF)) {
            switch (field.type()) {
                case TEXT -> draft.put(field, row.text(field));
                case INTEGER -> draft.put(field, row.integer(field));
                case LIST -> draft.put(field, row.list(field));
            }
        }
        draft.pii().putAll(row.pii());
        try {
            return Leaf.encode(HexFormat.of().parseHex(row.id()), draft, commitments);
        } catch (IllegalStateException e) {
            // Too large for a leaf, so it can't be what was appended.
            return null;
        }
    }

    /**
     * The leaf says of a column that is empty what it says of one that is not set: the writer leaves one of them only.
     */
    private void checkSpelling() {
        for (var field : Field.of(Part.LEAF)) {
            var value = row.values()[field.ordinal()];
            var written = switch (field.type()) {
                case TEXT -> !"".equals(value);
                case INTEGER -> value != null;
                case LIST -> !List.of().equals(value);
            };
            if (!written) {
                altered("column " + field.column());
            }
        }
    }

    private void explain(byte @Nullable [] rebuilt) {
        var stored = LeafMembers.read(row.leaf());
        if (stored == null) {
            findings.add(FindingCode.LEAF_NOT_CANONICAL, row.index(), "leaf");
            return;
        }
        var expected = rebuilt == null ? null : LeafMembers.read(rebuilt);
        if (expected == null) {
            altered("columns that no leaf can hold");
            return;
        }
        PARTS.forEach(part -> explain(part, stored.get("parts." + part.wireName())));
        var names = new TreeSet<>(stored.keySet());
        names.addAll(expected.keySet());
        var parts = Set.copyOf(
                PARTS.stream().map(part -> "parts." + part.wireName()).toList());
        for (var name : names) {
            if (!parts.contains(name) && !Objects.equals(stored.get(name), expected.get(name))) {
                altered(described(name));
            }
        }
    }

    private void explain(Part part, @Nullable String committed) {
        var present = json(part) != null && row.salts().get(part) != null;
        if (committed == null) {
            if (json(part) != null || row.salts().get(part) != null) {
                altered("part " + part.wireName() + " is not in the leaf");
            }
        } else if (json(part) == null
                && row.salts().get(part) == null
                && isErasable()
                && erased.mayBeAbsent(part, row.index())) {
            // gone by right
            return;
        } else if (!present) {
            findings.add(FindingCode.MISSING, row.index(), "part " + part.wireName());
        } else if (!committed.equals(quoted(commitments.get(part)))) {
            altered("part " + part.wireName());
        }
    }

    private static String quoted(byte @Nullable [] commitment) {
        return commitment == null
                ? ""
                : '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(commitment) + '"';
    }

    private static String described(String member) {
        var field = Field.named(member);
        if (field != null) {
            return "column " + field.column();
        }
        var column = COLUMNS.get(member);
        return column != null ? "column " + column : "a member of the leaf that no record has";
    }

    private void altered(String detail) {
        findings.add(FindingCode.ALTERED, row.index(), detail);
    }
}
