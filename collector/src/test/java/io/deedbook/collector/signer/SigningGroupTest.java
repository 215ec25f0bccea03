// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.sign.LogKeys.Request;
import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.CheckpointSubmission;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.Vkey;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningGroupTest {
    /** The base point of the curve, which is as good a key as any here. */
    private static final byte[] POINT = HexFormat.of().parseHex("58" + "66".repeat(31));

    private static Request request(String origin, int proofHashes) {
        var key = Vkey.ed25519(origin, POINT);
        var head = new Checkpoint(origin, 9, new byte[32]);
        var proof = Collections.nCopies(proofHashes, new byte[32]);
        return new Request(List.of(key), new CheckpointSubmission(5, proof, head.format()));
    }

    @Test
    void parse_readsWhatFormatWrites() {
        var requests = List.of(request("example.com/a", 0), request("example.com/b", 63), request("example.com/c", 2));

        assertThat(SigningGroup.parse(SigningGroup.format(requests))).zipSatisfy(requests, (head, request) -> {
            assertThat(head.keys()).isEqualTo(RemoteSigner.ids(request.keys()));
            assertThat(head.submission().format())
                    .isEqualTo(request.submission().format());
        });
    }

    @Test
    void fitting_keepsAQuestionWithinItsLimits() {
        var small = Collections.nCopies(100, request("example.com/a", 10));
        assertThat(SigningGroup.fitting(small)).isEqualTo(SigningGroup.HEADS_MAX);
        var large = Collections.nCopies(64, request("example.com/" + "\u20ac".repeat(490), 63));
        var fitting = SigningGroup.fitting(large);
        assertThat(fitting).isBetween(2, 63);
        assertThat(SigningGroup.format(large.subList(0, fitting)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(SigningGroup.BYTES_MAX);
    }

    @Test
    void parseAnswer_givesEachItsLines() {
        assertThat(SigningGroup.parseAnswer("a\nb\n\n\nc\n\n", 3)).containsExactly("a\nb\n", "", "c\n");
        assertThat(SigningGroup.parseAnswer("\n\n", 2)).containsExactly("", "");
    }

    @Test
    void parseAnswer_refusesMoreLessAndOther() {
        for (var body : List.of("", "a\n", "a\n\n", "a\n\nb\n", "a\n\nb\n\n\n", "\n\n\n", "a")) {
            assertThatThrownBy(() -> SigningGroup.parseAnswer(body, 2)).as(body).isInstanceOf(MalformedException.class);
        }
    }
}
