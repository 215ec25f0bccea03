// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A text with its signatures (C2SP signed-note).
 *
 * @param text what is signed, its last line feed included
 * @param signatures at least one, in the order of their lines
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** The largest note that is read, in UTF-16 units. */
    public static final int CHARS_MAX = 65_536;

    /** The most signature lines that are read. */
    public static final int SIGNATURES_MAX = 100;

    private static final String LINE_START = "\u2014 ";

    /** What the signatures of a note amount to, given the keys that one trusts. */
    public enum Verdict {
        /** At least one trusted key signed, and none of the lines that claim a trusted key is wrong. */
        TRUSTED("trusted"),
        /** No line is by a trusted key. */
        NO_TRUSTED_SIGNATURE("no-trusted-signature"),
        /** A line claims a trusted key and is not by it: the whole note is refused. */
        BAD_SIGNATURE("bad-signature");

        private final String wireName;

        Verdict(String wireName) {
            this.wireName = wireName;
        }

        /** The name in reports. */
        public String wireName() {
            return wireName;
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
        checkText(text);
        if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
            throw new MalformedException("note-signatures");
        }
    }

    /** Reads a note from bytes, which must be UTF-8. */
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > 4 * CHARS_MAX) {
            throw new MalformedException("note-length");
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedException("note-utf8");
        }
    }

    /**
     * Reads a note.
     *
     * @throws MalformedException for whatever differs from the format, down to the last line feed
     */
    public static SignedNote parse(String note) {
        if (note.length() > CHARS_MAX) {
            throw new MalformedException("note-length");
        }
        var blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n") || blank + 2 == note.length()) {
            throw new MalformedException("note-form");
        }
        var signatures = new ArrayList<NoteSignature>();
        for (var line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
            if (signatures.size() == SIGNATURES_MAX) {
                throw new MalformedException("note-signatures");
            }
            signatures.add(signature(line));
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    /** Reads one signature line, without its line feed. */
    static NoteSignature signature(String line) {
        var space = line.lastIndexOf(' ');
        if (!line.startsWith(LINE_START) || space < LINE_START.length()) {
            throw new MalformedException("note-signature");
        }
        var bytes = Base64Text.decode(line.substring(space + 1), "note-base64");
        if (bytes.length <= Vkey.KEY_ID_BYTES) {
            throw new MalformedException("note-signature");
        }
        return new NoteSignature(
                line.substring(LINE_START.length(), space),
                Arrays.copyOf(bytes, Vkey.KEY_ID_BYTES),
                Arrays.copyOfRange(bytes, Vkey.KEY_ID_BYTES, bytes.length));
    }

    /** Checks the signatures against the keys that the caller trusts; lines by other keys are passed over. */
    public Verdict verify(Collection<Vkey> trusted) {
        var verdict = Verdict.NO_TRUSTED_SIGNATURE;
        for (var key : trusted) {
            for (var signature : signatures) {
                if (!signature.claims(key)) {
                    continue;
                }
                if (!key.verifies(text, signature.signature())) {
                    return Verdict.BAD_SIGNATURE;
                }
                verdict = Verdict.TRUSTED;
            }
        }
        return verdict;
    }

    /** Whether a line says that it is by {@code key}; {@link #verify} says whether that is true. */
    boolean isSignedBy(Vkey key) {
        return signatures.stream().anyMatch(signature -> signature.claims(key));
    }

    /** The lines that say that they are by {@code key}; {@link #verify} says whether that is true. */
    public List<NoteSignature> signaturesBy(Vkey key) {
        return signatures.stream().filter(signature -> signature.claims(key)).toList();
    }

    /** What the lines that claim this witness's key say. */
    public List<Cosignature> cosignatures(Vkey key) {
        return signaturesBy(key).stream()
                .map(signature -> Cosignature.parse(signature.signature()))
                .toList();
    }

    /** The same text with more signatures below those it has. */
    public SignedNote with(List<NoteSignature> more) {
        var all = new ArrayList<>(signatures);
        all.addAll(more);
        return new SignedNote(text, all);
    }

    /** The note as text, exactly as {@link #parse} reads it. */
    public String format() {
        return text + '\n' + lines(signatures);
    }

    /** Signature lines, each with its line feed. */
    public static String lines(List<NoteSignature> signatures) {
        var lines = new StringBuilder();
        for (var signature : signatures) {
            var bytes = Arrays.copyOf(signature.keyId(), Vkey.KEY_ID_BYTES + signature.signature().length);
            System.arraycopy(signature.signature(), 0, bytes, Vkey.KEY_ID_BYTES, signature.signature().length);
            lines.append(LINE_START).append(signature.name()).append(' ');
            lines.append(Base64Text.encode(bytes)).append('\n');
        }
        return lines.toString();
    }

    /** No control characters but line feeds, no lone surrogates (they have no UTF-8), and a line feed at the end. */
    private static void checkText(String text) {
        if (!text.endsWith("\n")) {
            throw new MalformedException("note-text");
        }
        var strange = text.codePoints()
                .anyMatch(point -> (point < 0x20 && point != '\n')
                        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
        if (strange) {
            throw new MalformedException("note-text");
        }
    }
}
