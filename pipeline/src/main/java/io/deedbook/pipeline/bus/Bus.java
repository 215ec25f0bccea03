// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the parts of the process ask each other: messages by reference over the local event bus, each answered exactly
 * once. A Vert.x consumer that throws never replies and its caller waits for the timeout; every consumer here is
 * registered through {@link #answer}, which turns what is thrown into a {@link Refusal} for the caller.
 */
public final class Bus {
    private static final Logger log = LoggerFactory.getLogger(Bus.class);

    private final Vertx vertx;

    private Bus(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * The bus of this Vert.x instance, with {@code types} made sendable by reference. A type can be made sendable once.
     */
    public static Bus of(Vertx vertx, Class<?>... types) {
        for (var type : types) {
            register(vertx, type);
        }
        return new Bus(vertx);
    }

    /**
     * Asks whoever answers at {@code address}.
     *
     * @param timeoutMillis after which the future fails with {@link Refusal.Reason#TOO_LATE}
     * @return the answer, or a failure that is always a {@link Refusal}
     */
    public <A> Future<A> ask(String address, Object question, long timeoutMillis) {
        var options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(Math.max(1, timeoutMillis));
        return vertx.eventBus()
                .<A>request(address, question, options)
                .map(Message::body)
                .recover(failure -> Future.failedFuture(refusalOf(failure)));
    }

    /** Answers every question at {@code address} with what the future of {@code answerer} comes to. */
    public <Q, A> MessageConsumer<Q> answer(String address, Function<Q, Future<A>> answerer) {
        return vertx.eventBus().<Q>localConsumer(address, message -> {
            Future<A> answer;
            try {
                answer = answerer.apply(message.body());
            } catch (RuntimeException | Error e) {
                answer = Future.failedFuture(e);
            }
            answer.onComplete(message::reply, failure -> message.reply(refusal(address, failure)));
        });
    }

    private static ReplyException refusal(String address, Throwable failure) {
        if (!(failure instanceof Refusal)) {
            log.error("A message could not be handled. address={}", address, Trace.of(failure));
        }
        return new RefusedReply(
                failure instanceof Refusal refusal
                        ? refusal
                        : new Refusal(Refusal.Reason.BUG, "The request could not be handled. Send it again.", 1));
    }

    private static Refusal refusalOf(Throwable failure) {
        if (failure instanceof RefusedReply refused) {
            return refused.refusal;
        }
        if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
            return Refusal.tooSlow();
        }
        return new Refusal(Refusal.Reason.OVERLOADED, "The server is starting or stopping. Send the request again.", 1);
    }

    private static <T> void register(Vertx vertx, Class<T> type) {
        vertx.eventBus().registerDefaultCodec(type, new LocalCodec<>(type.getName()));
    }

    /** Carries a refusal to the caller: Vert.x fails a request whose reply is a {@code ReplyException}. */
    private static final class RefusedReply extends ReplyException {
        private static final long serialVersionUID = 1L;

        private final Refusal refusal;

        RefusedReply(Refusal refusal) {
            super(ReplyFailure.RECIPIENT_FAILURE, refusal.reason().ordinal(), refusal.getMessage());
            this.refusal = refusal;
        }
    }
}
