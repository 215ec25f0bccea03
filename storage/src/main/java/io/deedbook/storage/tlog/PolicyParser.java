// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import io.deedbook.storage.tlog.TlogPolicy.Group;
import io.deedbook.storage.tlog.TlogPolicy.Log;
import io.deedbook.storage.tlog.TlogPolicy.Witness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads one policy file, line by line. */
final class PolicyParser {
    private static final int BYTES_MAX = 1024 * 1024;
    private static final int LINES_MAX = 4_096;

    // Mutable state, owned by the caller of parse.
    private final List<Log> logs = new ArrayList<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> members = new HashSet<>();
    private final Set<List<Byte>> keys = new HashSet<>();
    private @Nullable String quorum;

    TlogPolicy parse(byte[] file) {
        if (file.length > BYTES_MAX) {
            throw new MalformedException("policy-length");
        }
        for (var octet : file) {
            if ((octet >= 0 && octet < 0x20 && octet != '\t' && octet != '\n') || octet == 0x7f) {
                throw new MalformedException("policy-octet");
            }
        }
        var text = new String(file, StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\n")) {
            throw new MalformedException("policy-form");
        }
        var lines = text.split("\n", LINES_MAX + 1);
        if (lines.length > LINES_MAX) {
            throw new MalformedException("policy-length");
        }
        for (var line : lines) {
            var items = Arrays.stream(line.split("[ \t]+"))
                    .filter(Predicate.not(String::isEmpty))
                    .toList();
            if (!items.isEmpty() && !items.get(0).startsWith("#")) {
                line(items);
            }
        }
        if (quorum == null) {
            throw new MalformedException("policy-quorum");
        }
        return new TlogPolicy(logs, witnesses, groups, quorum);
    }

    private void line(List<String> items) {
        switch (items.get(0)) {
            case "log" -> log(items);
            case "witness" -> witness(items);
            case "group" -> group(items);
            case "quorum" -> quorum(items);
            default -> throw new MalformedException("policy-line");
        }
    }

    private void log(List<String> items) {
        checkCount(items, 2, 3);
        var key = Vkey.parseLog(utf8(items.get(1)));
        checkNew(key);
        logs.add(new Log(key, items.size() > 2 ? items.get(2) : null));
    }

    private void witness(List<String> items) {
        checkCount(items, 3, 4);
        var key = Vkey.parse(utf8(items.get(2)));
        if (!key.type().isCosignature()) {
            throw new MalformedException("unsupported-key-type");
        }
        checkNew(key);
        define(items.get(1));
        witnesses.add(new Witness(items.get(1), key, items.size() > 3 ? items.get(3) : null));
    }

    private void group(List<String> items) {
        checkCount(items, 4, Integer.MAX_VALUE);
        var named = items.subList(3, items.size());
        for (var member : named) {
            if (!defined.contains(member)) {
                throw new MalformedException("policy-member");
            }
            if (!members.add(member)) {
                throw new MalformedException("policy-member-twice");
            }
        }
        var threshold = switch (items.get(2)) {
            case "all" -> named.size();
            case "any" -> 1;
            default -> threshold(items.get(2), named.size());
        };
        define(items.get(1));
        groups.add(new Group(items.get(1), threshold, named));
    }

    private static int threshold(String text, int memberCount) {
        var threshold = Decimal.parse(text, "policy-threshold");
        if (threshold < 1 || threshold > memberCount) {
            throw new MalformedException("policy-threshold");
        }
        return (int) threshold;
    }

    private void quorum(List<String> items) {
        checkCount(items, 2, 2);
        var name = items.get(1);
        if (quorum != null || !(name.equals(TlogPolicy.NONE) || defined.contains(name))) {
            throw new MalformedException("policy-quorum");
        }
        quorum = name;
    }

    private void define(String name) {
        if (name.equals(TlogPolicy.NONE) || !defined.add(name)) {
            throw new MalformedException("policy-name");
        }
    }

    /** The same key under another name is the same key. */
    private void checkNew(Vkey key) {
        var octets = new ArrayList<Byte>();
        for (var octet : key.publicKey()) {
            octets.add(octet);
        }
        if (!keys.add(octets)) {
            throw new MalformedException("policy-key-twice");
        }
    }

    private static void checkCount(List<String> items, int least, int most) {
        if (items.size() < least || items.size() > most) {
            throw new MalformedException("policy-line");
        }
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
