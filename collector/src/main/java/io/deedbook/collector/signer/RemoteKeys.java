// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.sign.KeyHandover;
import io.deedbook.storage.sign.KeyLimitException;
import io.deedbook.storage.sign.LogKeys;
import io.deedbook.storage.sign.LogSigner;
import io.deedbook.storage.sign.SignerAwayException;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.SignedNote;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/**
 * Keys that an external signer holds, as docs/SIGNER.md says: it checks every proof itself, so that whoever holds this
 * process and its database can't roll a log back. Keeps nothing on disk.
 */
public final class RemoteKeys implements LogKeys {
    private final SignerConnection connection;
    private final ConcurrentMap<String, Long> signedSizes = new ConcurrentHashMap<>();

    /**
     * @param address {@code unix:<path>} or {@code http://<host>:<port>}
     * @param token the secret that the signer asks for
     */
    public RemoteKeys(Vertx vertx, String address, String token) {
        connection = new SignerConnection(vertx, address, token);
    }

    @Override
    public Vkey create(Checkpoint start) throws IOException {
        var answer = connection.post("/keys", start.format());
        if (answer.status() == 429) {
            throw new KeyLimitException("the signer has as many keys as it makes");
        }
        if (answer.status() != 200) {
            throw answer.refusal();
        }
        try {
            var key = Vkey.parseLog(answer.body().strip());
            if (!key.name().equals(start.origin())) {
                throw new MalformedException("key-name");
            }
            return key;
        } catch (MalformedException e) {
            throw new IOException("the signer's answer is no key: " + e.reason());
        }
    }

    @Override
    public String handOver(Vkey from, Vkey to) throws IOException {
        var answer = connection.post("/handover", from.toString() + '\n' + to + '\n');
        if (answer.status() != 200) {
            throw answer.refusal();
        }
        var signature = answer.body().strip();
        if (!KeyHandover.isBy(from, to, signature)) {
            throw new IOException("the signer's answer is no signature by the log's key");
        }
        return signature;
    }

    @Override
    public LogSigner open(List<Vkey> keys) {
        return new RemoteSigner(connection, keys, signedSizes);
    }

    /** In as few questions as they fit into; one by one where the signer does not take several. */
    @Override
    public List<Optional<SignedNote>> signAll(List<Request> requests) {
        var notes = new ArrayList<Optional<SignedNote>>();
        while (notes.size() < requests.size()) {
            var left = requests.subList(notes.size(), requests.size());
            notes.addAll(signTogether(left.subList(0, SigningGroup.fitting(left))));
        }
        return notes;
    }

    private List<Optional<SignedNote>> signTogether(List<Request> group) {
        if (group.size() == 1) {
            return LogKeys.super.signAll(group);
        }
        var answer = connection.post(SigningGroup.PATH, SigningGroup.format(group));
        if (answer.status() >= 500) {
            throw answer.refusal();
        }
        if (answer.status() != 200) {
            return LogKeys.super.signAll(group);
        }
        try {
            var lines = SigningGroup.parseAnswer(answer.body(), group.size());
            return IntStream.range(0, group.size())
                    .mapToObj(position -> signed(group.get(position), lines.get(position)))
                    .toList();
        } catch (MalformedException e) {
            throw new SignerAwayException("the signer's answer is no answer to several questions");
        }
    }

    private Optional<SignedNote> signed(Request request, String lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        try {
            var signer = new RemoteSigner(connection, request.keys(), signedSizes);
            return Optional.of(signer.signed(request.submission().checkpoint(), lines));
        } catch (FrozenLogException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Checkpoint> lastSigned(String origin) throws IOException {
        var answer = connection.post("/signed", origin + '\n');
        if (answer.status() == 404) {
            return Optional.empty();
        } else if (answer.status() != 200) {
            throw answer.refusal();
        }
        try {
            return Optional.of(Checkpoint.parse(answer.body()));
        } catch (MalformedException e) {
            throw new IOException("the signer's answer is no checkpoint: " + e.reason());
        }
    }
}
