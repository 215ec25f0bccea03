// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.deedbook.collector.http.Credentials;
import io.deedbook.collector.intake.Admission.Reservation;
import io.deedbook.collector.intake.Export.Admitted;
import io.deedbook.collector.intake.Export.Decoded;
import io.deedbook.collector.intake.Export.Received;
import io.deedbook.collector.otlp.DecodeLimits;
import io.deedbook.collector.otlp.Encoding;
import io.deedbook.collector.otlp.OtlpDecoder;
import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.event.UnixNanos;
import io.deedbook.pipeline.policy.AckLevel;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.handoff.HandOff;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.Principal;
import io.deedbook.storage.tenant.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Takes an export request from its key to its receipt. Used on the request's event loop; what is large leaves it. */
final class ExportWay {
    /** Bodies up to this size are unpacked and decoded on the event loop, which takes them about 2 ms. */
    private static final int INLINE_PROTOBUF_BYTES_MAX = 1024 * 1024;

    private static final int INLINE_JSON_BYTES_MAX = 256 * 1024;
    /** How much larger than its body a request may become, each record having its resource. */
    private static final int GROWTH_MAX = 4;

    /**
     * Until when a request waits for room, from its beginning: nearly until its sender leaves, and so long that less is
     * left of its ten seconds than it is told to wait. Who is refused sooner comes again, body and all, and takes the
     * turn of another.
     */
    private static final long ROOM_MILLIS_MAX = 8_200;

    /** How much longer than others a request may take that has waited for room. */
    private static final long WAITED_MILLIS_MORE = 1_500;

    /**
     * The same of a request whose policy asks for a checkpoint, which it waits for afterwards: who is told that none
     * came has time for another try, which finds the records there.
     */
    private static final long ROOM_BEFORE_CHECKPOINT_MILLIS_MAX = 6_000;

    private static final Receipt NOTHING_TO_STORE = new Receipt(0, 0, false);

    private final Vertx vertx;
    private final HandOff handOff;
    private final Authenticator authenticator;
    private final Policies policies;
    private final AckDoor acks;
    private final Admission admission;
    private final int bodyBytesMax;
    private final IntakeMetrics metrics;
    private final PipelineCalls pipeline;
    private final OtlpDecoder decoder = new OtlpDecoder(DecodeLimits.DEFAULT);

    ExportWay(
            Vertx vertx,
            Bus bus,
            HandOff handOff,
            Authenticator authenticator,
            Policies policies,
            AckDoor acks,
            Admission admission,
            int bodyBytesMax,
            IntakeMetrics metrics) {
        this.vertx = vertx;
        this.handOff = handOff;
        this.authenticator = authenticator;
        this.policies = policies;
        this.acks = acks;
        this.admission = admission;
        this.bodyBytesMax = bodyBytesMax;
        this.metrics = metrics;
        pipeline = new PipelineCalls(bus);
    }

    /** The whole way. Whatever goes wrong on it, the future fails; nothing is thrown. */
    Future<Receipt> take(Export export) {
        return Future.succeededFuture(export)
                .compose(this::identify)
                .compose(principal -> admit(export, principal))
                .compose(admitted -> receive(export, admitted))
                .compose(received -> decode(export, received))
                .compose(decoded -> decoded.events().isEmpty()
                        ? Future.succeededFuture(NOTHING_TO_STORE)
                        : pipeline.process(export, decoded).compose(records -> append(export, decoded, records)));
    }

    private Future<Principal> identify(Export export) {
        var key = Credentials.key(export.request().headers());
        var principal = key.isEmpty()
                ? Future.succeededFuture(Optional.<Principal>empty())
                : here(authenticator.authenticate(key.get())).timeout(export.remainingMillis(), TimeUnit.MILLISECONDS);
        return principal.map(found -> found.orElseThrow(() -> new ExportRefusedException(Answer.unknownKey())));
    }

    private Future<Admitted> admit(Export export, Principal principal) {
        if (!principal.may(Scope.INGEST)) {
            throw new ExportRefusedException(Answer.notAllowed());
        }
        var request = export.request();
        var encoding = Encoding.of(request.getHeader("content-type"))
                .orElseThrow(() -> new ExportRefusedException(Answer.unreadContentType()));
        var gzip = isGzip(request.getHeader("content-encoding"));
        if (RequestBody.contentLength(request.getHeader("content-length")) > bodyBytesMax) {
            throw new ExportRefusedException(Answer.tooLarge(bodyBytesMax));
        }
        return here(policies.of(principal))
                .timeout(export.remainingMillis(), TimeUnit.MILLISECONDS)
                .compose(policy -> enter(
                                export, principal.tenant(), policy.policy().ack())
                        .map(reservation -> new Admitted(principal, policy, encoding, gzip, reservation)));
    }

    /** Waits for room, for a while: what is refused at once comes again at once, body and all. */
    private Future<Reservation> enter(Export export, Tenant tenant, AckLevel ack) {
        var expectedBytes = RequestBody.contentLength(export.request().getHeader("content-length"));
        // the streams of HTTP/2 share a window: one that waits would stop the others
        var reservation = admission.enter(tenant, expectedBytes, export.body().canBeHeldBack());
        export.hold(reservation);
        var admitted = reservation.admitted();
        if (!admitted.isComplete()) {
            export.body().holdBack();
            export.deadlineLater(ack == AckLevel.COMMITTED ? WAITED_MILLIS_MORE : 0);
            admitted = here(admitted)
                    .timeout(roomMillis(export, ack), TimeUnit.MILLISECONDS)
                    .recover(failure ->
                            Future.failedFuture(failure instanceof TimeoutException ? reservation.refusal() : failure));
        }
        return admitted.map(reservation);
    }

    private static long roomMillis(Export export, AckLevel ack) {
        var sinceStart = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - export.startNanos());
        return roomMillis(ack, sinceStart, export.remainingMillis());
    }

    /** How long a request may wait for room that has begun {@code sinceStart} ms ago; at least 1 ms. */
    static long roomMillis(AckLevel ack, long sinceStart, long remaining) {
        var millisMax = ack == AckLevel.COMMITTED ? ROOM_MILLIS_MAX : ROOM_BEFORE_CHECKPOINT_MILLIS_MAX;
        return Math.max(1, Math.min(millisMax - sinceStart, remaining));
    }

    private Future<Received> receive(Export export, Admitted admitted) {
        return export.body()
                .read(new BodyBytes(admitted.reservation(), bodyBytesMax), export.remainingMillis())
                .compose(body -> {
                    metrics.wireBytes(export.signal(), body.size());
                    return admitted.gzip() ? gunzip(admitted, body) : Future.succeededFuture(body);
                })
                .map(body -> new Received(admitted, body, UnixNanos.now()));
    }

    private Future<BodyBytes> gunzip(Admitted admitted, BodyBytes packed) {
        var unpacked = new BodyBytes(admitted.reservation(), bodyBytesMax);
        var gunzip = new Gunzip(packed, unpacked);
        boolean done;
        try {
            done = gunzip.advance(INLINE_PROTOBUF_BYTES_MAX);
        } catch (RuntimeException e) {
            gunzip.close();
            throw e;
        }
        var finished = done ? Future.succeededFuture(true) : elsewhere(() -> gunzip.advance(Integer.MAX_VALUE));
        return finished.onComplete(ended -> gunzip.close()).map(unpacked);
    }

    private Future<Decoded> decode(Export export, Received received) {
        var size = received.body().size();
        metrics.bodyBytes(export.signal(), size);
        var inlineBytesMax =
                received.admitted().encoding() == Encoding.JSON ? INLINE_JSON_BYTES_MAX : INLINE_PROTOBUF_BYTES_MAX;
        var decoded = size <= inlineBytesMax
                ? Future.succeededFuture(decodeNow(export, received))
                : elsewhere(() -> decodeNow(export, received));
        return decoded.onSuccess(understood -> {
            export.eventCount(understood.events().size());
            // what is refused or empty takes no time, and would tell the limit that everything could
            if (export.eventCount() > 0) {
                received.admitted().reservation().received();
            }
            metrics.received(export.signal(), export.eventCount());
        });
    }

    private Decoded decodeNow(Export export, Received received) {
        var admitted = received.admitted();
        var bytes = received.body().bytes();
        var size = received.body().size();
        var events = decoder.decode(
                export.signal(), admitted.encoding(), bytes, size, needed -> makeRoom(admitted.reservation(), needed));
        var key = admitted.policy().keys().key(export.signal(), bytes, size);
        return new Decoded(admitted, events, key, received.receivedUnixNanos());
    }

    private void makeRoom(Reservation reservation, long neededBytes) {
        var bytesMax = Math.min(admission.tenantBytesMax(), (long) GROWTH_MAX * bodyBytesMax);
        if (neededBytes > bytesMax) {
            throw new ExportRefusedException(Answer.tooMuch(bytesMax));
        }
        reservation.growTo(neededBytes);
    }

    private Future<Receipt> append(Export export, Decoded decoded, List<SealedRecord> records) {
        var tenant = decoded.admitted().principal().tenant();
        var ack = decoded.admitted().policy().policy().ack();
        var append = new AppendRequest(
                tenant, decoded.exportKey(), records, export.deadlineNanos(), ack != AckLevel.COMMITTED);
        var stored = handOff.append(append, export.remainingMillis()).onSuccess(receipt -> {
            if (isStoredAsUsual(receipt)) {
                decoded.admitted().reservation().stored();
            }
        });
        return ack == AckLevel.COMMITTED ? stored : stored.compose(receipt -> covered(export, tenant, ack, receipt));
    }

    /** Whether what the request took says what one takes at best. */
    private static boolean isStoredAsUsual(Receipt receipt) {
        return switch (receipt.kept()) {
            // that those of an earlier request are there is found out sooner than they are stored
            case LEDGER, TOPIC -> !receipt.duplicate();
            // a disk beside it is faster than a database
            case SPOOL -> false;
        };
    }

    /** The records are safe from here on, so their room is given to others while this waits. */
    private Future<Receipt> covered(Export export, Tenant tenant, AckLevel ack, Receipt receipt) {
        export.release();
        var size = receipt.firstIndex() + receipt.count();
        return here(acks.covered(tenant, ack, size, export.deadlineNanos())).map(receipt);
    }

    private static boolean isGzip(@Nullable String contentEncoding) {
        if (contentEncoding == null) {
            return false;
        }
        return switch (contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> true;
            case "identity", "" -> false;
            default -> throw new ExportRefusedException(Answer.unreadContentEncoding());
        };
    }

    /** Brings what somebody else completes back to this event loop. */
    private <T> Future<T> here(Future<T> future) {
        if (future.succeeded()) {
            return Future.succeededFuture(future.result());
        }
        return Future.fromCompletionStage(future.toCompletionStage(), vertx.getOrCreateContext());
    }

    private <T> Future<T> elsewhere(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
