// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class GunzipTest {
    private static final Tenant TENANT = new Tenant(1, "a");

    private final Admission admission = new Admission(1_000_000, 1_000_000, 1);

    @Test
    void advance_unpacksInPieces() {
        var plain = new byte[150_000];
        new Random(1).nextBytes(plain);
        assertThat(unpack(gzip(plain), 200_000, 10_000)).isEqualTo(plain);
    }

    @Test
    void advance_unpacksSeveralMembers() {
        var members = new ByteArrayOutputStream();
        members.writeBytes(gzip(new byte[] {1, 2}));
        members.writeBytes(gzip(new byte[] {3}));
        assertThat(unpack(members.toByteArray(), 100, 100)).containsExactly(1, 2, 3);
    }

    @Test
    void advance_takesABodyOfExactlyTheLimit() {
        assertThat(unpack(gzip(new byte[1_000]), 1_000, 100)).hasSize(1_000);
    }

    @Test
    void advance_refusesOneByteMoreThanTheLimit() {
        assertThatThrownBy(() -> unpack(gzip(new byte[1_001]), 1_000, 100))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("larger than 1000 bytes");
    }

    @Test
    void advance_refusesABombBeforeItIsUnpacked() {
        var bomb = gzip(new byte[50_000_000]);
        assertThatThrownBy(() -> unpack(bomb, Integer.MAX_VALUE, 1_000_000)).isInstanceOf(Refusal.class);
        assertThat(admission.bytes()).isLessThanOrEqualTo(1_000_000 + Admission.REQUEST_BYTES);
    }

    @Test
    void advance_refusesWhatIsNotGzip() {
        var packed = gzip(new byte[1_000]);
        assertThatThrownBy(() -> unpack(new byte[] {1, 2, 3}, 100, 100)).hasMessage("The body is not valid gzip.");
        assertThatThrownBy(() -> unpack(new byte[0], 100, 100)).hasMessage("The body is not valid gzip.");
        assertThatThrownBy(() -> unpack(Arrays.copyOf(packed, packed.length - 9), 2_000, 100))
                .hasMessage("The body is not valid gzip.");
    }

    @Test
    void advance_survivesAMillionEmptyMembers() {
        var empty = gzip(new byte[0]);
        var members = new ByteArrayOutputStream();
        for (var count = 0; count < 1_000_000; count++) {
            members.writeBytes(empty);
        }
        // some versions of Java read them, the others run out of stack
        var failure = catchThrowable(() -> unpack(members.toByteArray(), 100, 100));
        assertThat(failure == null ? "The body is not valid gzip." : failure.getMessage())
                .isEqualTo("The body is not valid gzip.");
    }

    private byte[] unpack(byte[] packed, int bytesMax, int pieceBytes) {
        var in = new BodyBytes(new Admission(100_000_000, 100_000_000, 1).enter(TENANT, 0, false), 100_000_000);
        in.makeRoom(packed.length, packed.length);
        System.arraycopy(packed, 0, in.bytes(), 0, packed.length);
        in.advance(packed.length);
        var out = new BodyBytes(admission.enter(TENANT, 0, false), bytesMax);
        try (var gunzip = new Gunzip(in, out)) {
            var done = false;
            while (!done) {
                done = gunzip.advance(pieceBytes);
            }
        }
        return Arrays.copyOf(out.bytes(), out.size());
    }

    private static byte[] gzip(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }
}
