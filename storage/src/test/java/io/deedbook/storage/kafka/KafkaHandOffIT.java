// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import static io.deedbook.storage.TestStorage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.erasure.ErasableParts;
import io.deedbook.storage.erasure.ErasureRequest;
import io.deedbook.storage.ledger.AppendRequest;
import io.deedbook.storage.ledger.Receipt;
import io.deedbook.storage.postgres.FaultProxy;
import io.deedbook.storage.postgres.TestDatabase;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerifyOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Records go through a real broker into a real PostgreSQL, and each of the three goes away. */
class KafkaHandOffIT {
    private static final int KILLED = 137;
    private static final long AWAY_MILLIS = 5_000;

    private static TestBroker broker;
    private static FaultProxy network;
    private static Path dataDir;

    private final List<TestStorage> opened = new ArrayList<>();
    private String topic;
    private TestStorage storage;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        network = new FaultProxy(TestDatabase.create());
        dataDir = TestStorage.temporaryDirectory();
    }

    @AfterAll
    static void stop() {
        network.close();
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        broker.createTopic(topic);
        storage = open(false);
    }

    private TestStorage open(boolean consume) {
        return open(ReadingProcess.options(broker.address(), topic, consume, dataDir));
    }

    private TestStorage open(KafkaOptions options) {
        var another = TestStorage.through(options, TestDatabase.text(network.url()), dataDir);
        opened.add(another);
        return another;
    }

    @AfterEach
    void close() {
        opened.forEach(TestStorage::close);
    }

    @Test
    void records_comeIntoTheLedgerInTheirTenantsOrderAndOnce() {
        var one = storage.tenant("order-1");
        var other = storage.tenant("order-2");
        var sent = new ArrayList<AppendRequest>();
        var sentOther = new ArrayList<AppendRequest>();
        var answers = new ArrayList<Future<Receipt>>();
        for (var number = 0; number < 40; number++) {
            answers.add(handOver(one, sent));
            answers.add(handOver(other, sentOther));
        }
        // sent again, as by a client that heard nothing
        sent.forEach(request -> answers.add(storage.handOver(request)));
        for (var answer : answers) {
            assertThat(await(answer)).isEqualTo(Receipt.inTopic(3));
        }
        assertThat(stored(one)).isEmpty();

        var reader = open(true);

        awaitStored(one, sent);
        awaitStored(other, sentOther);
        awaitTrue(() -> count(reader, "appended") == 120, "all messages are done with");
        assertVerifies(one);
        assertThat(count(storage, "produced")).isEqualTo(120);
    }

    @Test
    void aReaderThatIsKilled_losesAndDoublesNothing() throws Exception {
        var tenant = storage.tenant("killed");
        var sent = new ArrayList<AppendRequest>();
        for (var round = 0; round < 2; round++) {
            var process = startReader();
            var before = stored(tenant).size();
            while (stored(tenant).size() < before + 100) {
                assertThat(process.isAlive()).isTrue();
                var answers = new ArrayList<Future<Receipt>>();
                for (var number = 0; number < 5; number++) {
                    answers.add(handOver(tenant, sent));
                }
                await(Future.all(answers));
                await(storage.vertx().timer(20, TimeUnit.MILLISECONDS));
            }
            assertThat(process.destroyForcibly().waitFor()).isEqualTo(KILLED);
        }

        open(true);

        awaitStored(tenant, sent);
        assertVerifies(tenant);
    }

    @Test
    void readersThatComeAndGo_loseAndDoubleNothing() {
        var tenants = List.of(storage.tenant("group-1"), storage.tenant("group-2"), storage.tenant("group-3"));
        var sent =
                tenants.stream().map(tenant -> new ArrayList<AppendRequest>()).toList();
        for (var round = 0; round < 4; round++) {
            var coming = open(true);
            for (var number = 0; number < 50; number++) {
                for (var each = 0; each < tenants.size(); each++) {
                    await(handOver(tenants.get(each), sent.get(each)));
                }
            }
            if (round % 2 == 1) {
                opened.remove(coming);
                coming.close();
            }
        }
        for (var each = 0; each < tenants.size(); each++) {
            awaitStored(tenants.get(each), sent.get(each));
        }
    }

    @Test
    void whileTheDatabaseIsAway_recordsWaitInTheTopic() {
        var tenant = storage.tenant("away");
        var reader = open(true);
        var sent = new ArrayList<AppendRequest>();
        await(handOver(tenant, sent));
        awaitStored(tenant, sent);
        network.cut();
        for (var number = 0; number < 20; number++) {
            assertThat(await(handOver(tenant, sent)).isPlaced()).isFalse();
        }
        assertThat(storage.storage().takesWithoutDatabase()).isTrue();
        awaitTrue(() -> gauge(reader, "waiting") == 20, "20 messages wait");
        assertThat(gauge(reader, "oldest.age.seconds")).isPositive();

        network.restore();

        awaitStored(tenant, sent);
        awaitTrue(() -> gauge(reader, "waiting") == 0, "nothing waits");
        assertThat(gauge(reader, "oldest.age.seconds")).isZero();
        var times = await(storage.storage()
                .adminPool()
                .preparedQuery("select distinct received_unix_nanos from record where log_id = $1")
                .execute(Tuple.of(tenant.id())));
        assertThat(times).extracting(row -> row.getLong(0)).containsExactly(TestRecords.RECEIVED_UNIX_NANOS);
        assertVerifies(tenant);
    }

    @Test
    void whatGoesStraight_doesNotWaitForWhatComesOutOfTheTopic() throws Exception {
        var locked = storage.tenant("locked");
        var free = storage.tenant("free");
        var sent = new ArrayList<AppendRequest>();
        await(handOver(locked, sent));
        try (var connection = TestDatabase.connect(network.url());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from log_head where log_id = " + locked.id() + " for update");
            var reader = open(true);
            awaitTrue(() -> waitingForLocks().size() == 1, "the reader waits");
            var waiting = waitingForLocks();

            assertThat(await(reader.append(TestRecords.request(free, TestRecords.many(1))))
                            .isPlaced())
                    .isTrue();

            assertThat(waitingForLocks())
                    .as("before the reader's statement has ended")
                    .isEqualTo(waiting);
        }
        awaitStored(locked, sent);
    }

    /** Statements of appends, each with its beginning. */
    private List<String> waitingForLocks() {
        var rows = await(storage.storage()
                .adminPool()
                .query("select pid || ' since ' || query_start from pg_stat_activity where datname = current_database()"
                        + " and application_name = 'deedbook writer' and wait_event_type = 'Lock'")
                .execute());
        var waiting = new ArrayList<String>();
        rows.forEach(row -> waiting.add(row.getString(0)));
        return waiting;
    }

    @Test
    void messagesOlderThanReceipts_areKnownAgain() {
        var tenant = storage.tenant("again");
        var received = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - TimeUnit.HOURS.toNanos(30);
        var sent = new ArrayList<AppendRequest>();
        for (var number = 0; number < 3; number++) {
            var request = TestRecords.request(
                    tenant,
                    List.of(TestRecords.sealed(received, received, draft -> {}), TestRecords.sealed(draft -> {})));
            sent.add(request);
            await(storage.handOver(request));
        }
        open(true);
        awaitStored(tenant, sent);
        await(storage.storage()
                .adminPool()
                .preparedQuery("delete from export_receipt where log_id = $1")
                .execute(Tuple.of(tenant.id())));

        var usual = ReadingProcess.options(broker.address(), topic, true, dataDir);
        var fromTheBeginning = open(new KafkaOptions(
                usual.servers(),
                usual.topic(),
                "another-group",
                true,
                usual.afterMillis(),
                usual.properties(),
                usual.keyFile(),
                usual.asideDirectory()));

        awaitTrue(() -> count(fromTheBeginning, "appended") == 3, "all messages are done with");
        assertThat(stored(tenant)).containsExactlyElementsOf(ids(sent));
    }

    @Test
    void aDamagedMessage_isSetAsideAndTheRestGoesOn() throws Exception {
        var tenant = storage.tenant("damaged");
        var nowhere = new Tenant(1_000_000, "nowhere");
        var sent = new ArrayList<AppendRequest>();
        await(handOver(tenant, sent));
        produce(tenant, "this is no entry".getBytes(StandardCharsets.UTF_8));
        await(storage.handOver(TestRecords.request(nowhere, TestRecords.many(1))));
        await(handOver(tenant, sent));

        var reader = open(true);

        awaitStored(tenant, sent);
        awaitTrue(() -> count(reader, "appended") == 2, "all messages are done with");
        assertThat(count(reader, "damaged")).isOne();
        assertThat(count(reader, "rejected")).as("a tenant without a log").isOne();
        assertThat(aside()).filteredOn(name -> name.endsWith(".damaged")).hasSize(1);
        assertThat(aside()).filteredOn(name -> name.endsWith(".rejected")).hasSize(1);
    }

    @Test
    void whatTheTopicDropped_isCountedAndTheRestGoesOn() throws Exception {
        var tenant = storage.tenant("dropped");
        var kept = new ArrayList<AppendRequest>();
        await(handOver(tenant, kept));
        var reader = open(true);
        awaitStored(tenant, kept);
        opened.remove(reader);
        reader.close();
        var dropped = new ArrayList<AppendRequest>();
        await(handOver(tenant, dropped));
        await(handOver(tenant, dropped));
        broker.dropAll(topic);
        await(handOver(tenant, kept));

        var next = open(true);

        awaitStored(tenant, kept);
        assertThat(count(next, "lost")).isEqualTo(2);
    }

    @Test
    void recordsThatCannotBeStored_becomeGaps() {
        var tenant = storage.tenant("gaps");
        var sent = new ArrayList<AppendRequest>();
        var nul = TestRecords.sealed(draft -> draft.put(Field.TOOL_NAME, "a\u0000b"));
        await(storage.handOver(TestRecords.request(tenant, List.of(nul))));
        await(handOver(tenant, sent));
        open(true);

        awaitTrue(() -> stored(tenant).size() == 4, "a gap and three records");
        var gaps = await(storage.storage()
                .adminPool()
                .preparedQuery("select count(*) from record where log_id = $1 and kind = 'gap'")
                .execute(Tuple.of(tenant.id())));
        assertThat(gaps.iterator().next().getLong(0)).isOne();
    }

    @Test
    void whileTheBrokerIsAway_recordsGoStraightToTheLedger() throws Exception {
        var tenant = storage.tenant("broker");
        var reader = open(true);
        // its first request finds out that the broker is away
        storage = open(ReadingProcess.options(broker.address(), topic, false, AWAY_MILLIS, dataDir));
        var sent = new ArrayList<AppendRequest>();
        await(handOver(tenant, sent));
        awaitStored(tenant, sent);

        broker.kill();
        assertThat(await(handOver(tenant, sent)).isPlaced()).isTrue();
        assertThat(await(handOver(tenant, sent)).isPlaced()).isTrue();
        assertThat(storage.storage().takesWithoutDatabase()).isFalse();
        assertThat(count(storage, "failures")).isPositive();

        broker.start();
        awaitTrue(() -> !await(handOver(tenant, sent)).isPlaced(), "it goes through the topic again");
        awaitTrue(() -> stored(tenant).size() == 3 * sent.size(), "all are there");
        assertThat(stored(tenant)).doesNotHaveDuplicates().containsAll(ids(sent));
        assertThat(count(reader, "stopped")).isZero();
        assertVerifies(tenant);
    }

    @Test
    void whatNeedsAPlaceOrIsTooLarge_goesStraightToTheLedger() {
        var tenant = storage.tenant("straight");
        var request = TestRecords.request(tenant, TestRecords.many(1));
        var signed = new AppendRequest(tenant, request.exportKey(), request.records(), request.deadlineNanos(), true);
        assertThat(await(storage.handOver(signed)).isPlaced()).isTrue();
        assertThat(await(storage.handOver(TestRecords.request(tenant, TestRecords.many(4_000))))
                        .isPlaced())
                .isTrue();
        assertThat(storage.registry()
                        .get("deedbook.storage.topic.straight")
                        .tag("reason", "large")
                        .counter()
                        .count())
                .isOne();
        assertThat(await(storage.handOver(request)).isPlaced())
                .as("goes through the topic")
                .isFalse();
    }

    @Test
    void underAnotherKey_nothingIsReadAndNothingLost() {
        var tenant = storage.tenant("key");
        var sent = new ArrayList<AppendRequest>();
        await(handOver(tenant, sent));
        var right = ReadingProcess.options(broker.address(), topic, true, dataDir);
        var stranger = open(new KafkaOptions(
                right.servers(),
                right.topic(),
                right.group(),
                true,
                right.afterMillis(),
                right.properties(),
                dataDir.resolve("other.key"),
                right.asideDirectory()));
        awaitTrue(() -> count(stranger, "stopped") == 1, "it stops");
        assertThat(count(stranger, "damaged")).isZero();
        assertThat(stored(tenant)).isEmpty();

        open(right);

        awaitStored(tenant, sent);
    }

    @Test
    void anErasure_waitsForWhatIsInTheTopic() {
        var tenant = storage.tenant("erasure");
        await(handOver(tenant, new ArrayList<>()));
        var request = new ErasureRequest(tenant, "a@example.com", "asked", ErasableParts.STANDARD, false, "test");
        assertThatThrownBy(() -> await(storage.storage().erasures().start(request, progress -> {})))
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.Reason.OVERLOADED, Refusal::reason);

        open(true);
        // an erasure waits some seconds, in which a reader may not even have come to the topic
        awaitTrue(() -> !isBehind(), "the message is done with, and that is noted down");

        assertThat(await(await(storage.storage().erasures().start(request, progress -> {}))
                                .ended())
                        .progress()
                        .erased())
                .isZero();
    }

    private boolean isBehind() {
        try {
            return TopicBacklog.isBehind(ReadingProcess.options(broker.address(), topic, false, dataDir));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private Future<Receipt> handOver(Tenant tenant, List<AppendRequest> sent) {
        var request = TestRecords.request(tenant, TestRecords.many(3));
        sent.add(request);
        return storage.handOver(request);
    }

    private void produce(Tenant tenant, byte[] message) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.address());
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            var key = Integer.toString(tenant.id()).getBytes(StandardCharsets.US_ASCII);
            producer.send(new ProducerRecord<>(topic, key, message)).get(30, TimeUnit.SECONDS);
        }
    }

    private Process startReader() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadingProcess.class.getName(),
                        TestDatabase.text(network.url()),
                        dataDir.toString(),
                        broker.address(),
                        topic)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> aside() throws IOException {
        try (var files = Files.list(dataDir.resolve("kafka"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Every record that was sent is there, once, in the order of sending. */
    private void awaitStored(Tenant tenant, List<AppendRequest> sent) {
        awaitTrue(() -> stored(tenant).size() >= ids(sent).size(), "all records are there");
        assertThat(stored(tenant)).containsExactlyElementsOf(ids(sent));
    }

    private void awaitTrue(BooleanSupplier condition, String what) {
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !condition.getAsBoolean(); ) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            await(storage.vertx().timer(20, TimeUnit.MILLISECONDS));
        }
    }

    private List<UUID> stored(Tenant tenant) {
        var rows = await(storage.storage()
                .adminPool()
                .preparedQuery("select id from record where log_id = $1 order by idx")
                .execute(Tuple.of(tenant.id())));
        var stored = new ArrayList<UUID>();
        rows.forEach(row -> stored.add(row.getUUID(0)));
        return stored;
    }

    private static List<UUID> ids(List<AppendRequest> sent) {
        return sent.stream()
                .flatMap(request -> request.records().stream())
                .map(record -> {
                    var bytes = ByteBuffer.wrap(record.id());
                    return new UUID(bytes.getLong(), bytes.getLong());
                })
                .toList();
    }

    private void assertVerifies(Tenant tenant) {
        await(storage.storage().publisher().publishNow());
        var report = await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
        assertThat(report.findings()).isEmpty();
    }

    private static double gauge(TestStorage of, String name) {
        return of.registry().get("deedbook.storage.topic." + name).gauge().value();
    }

    private static double count(TestStorage of, String name) {
        return of.registry().get("deedbook.storage.topic." + name).counter().count();
    }
}
