// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code deedbook verify} says of a database in which somebody with all rights has been, and of what senders try.
 */
class LedgerFaultsIT {
    private static final int RECORDS = 300;
    private static final int ATTRIBUTES = 10_000;

    @TempDir
    static Path dataDir;

    private static TestCollector collector;

    @BeforeAll
    static void open() throws Exception {
        collector = TestCollector.start(dataDir);
        assertThat(collector.client().sendLogs(NumberedExport.logs("one", RECORDS)))
                .isEqualTo(200);
        publish();
    }

    @AfterAll
    static void close() {
        collector.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set leaf = set_byte(leaf, 30, get_byte(leaf, 30) # 1) where idx = 20|entry-mismatch at 20: leaf_hash",
                "set event = 'nothing' where idx = 20|altered at 20: column event",
                "set tool_name = 'Read' where idx = 20|altered at 20: part facts",
                "set session_id = null, actor_salt = null where idx = 20|missing at 20: part actor",
                "r set leaf = o.leaf, leaf_hash = o.leaf_hash from record o where r.idx = 40 and o.idx = 41"
                        + "|root-mismatch at 301",
                "set idx = 900 where idx = 20|entries-missing at 20",
                "set idx = 900 where idx = 20|entries-unexpected at 900",
            })
    void anEditOfARecordFails(String edit, String finding) throws Exception {
        tamper("create table saved as select * from record");
        tamper("update record " + edit);
        var run = verify();
        tamper("delete from record");
        tamper("insert into record select * from saved");
        tamper("drop table saved");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(Main.FAILED);
        assertThat(run.out()).startsWith("FAILED").contains(finding);
        verify().succeeds();
    }

    @ParameterizedTest
    @CsvSource({
        "'replace(note, E''\\n301\\n'', E''\\n302\\n'')',bad-signature at 301",
        "'replace(note, E''\\n301\\n'', E''\\n0301\\n'')',checkpoint-malformed at 301",
        "'replace(note, E''\\n'', E''\\r\\n'')',checkpoint-malformed at 301",
        "'regexp_replace(note, ''audit.example'', ''other.example'')',unknown-origin at 301"
    })
    void anEditOfACheckpointFails(String note, String finding) throws Exception {
        tamper("create table saved as select * from checkpoint");
        tamper("update checkpoint set note = " + note + " where size = 301");
        var run = verify();
        tamper("update checkpoint c set note = s.note from saved s where s.log_id = c.log_id and s.size = c.size");
        tamper("drop table saved");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(Main.FAILED);
        assertThat(run.out()).contains(finding);
        verify().succeeds();
    }

    @Test
    void whatIsNoKeyOrCheckpointCannotBeUsed() {
        for (var wrong : new String[][] {
            {"--vkey", "no key"}, {"--checkpoint", dataDir.resolve("nothing").toString()}
        }) {
            var run = CommandRun.on(dataDir, "verify", "--tenant", "default", wrong[0], wrong[1]);
            assertThat(run.exitCode()).isEqualTo(Main.NOT_UNDERSTOOD);
            assertThat(run.out()).isEmpty();
        }
    }

    /** Nothing of it is refused, nothing of it stops the collector, and what was left out is said to be. */
    @Test
    void hostileDataIsOnRecord() throws Exception {
        CommandRun.on(dataDir, "tenants", "create", "hostile").succeeds();
        var key = CommandRun.on(dataDir, "keys", "create", "--tenant", "hostile", "--scope", "ingest,read")
                .succeeds()
                .out()
                .strip();
        var client = new CollectorClient(collector.server().url(), key);
        var logs = new ByteArrayOutputStream();
        logs.writeBytes(utf8("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":["));
        logs.writeBytes(log("nul", attribute("k", "a\\u0000b")));
        logs.writeBytes(utf8(","));
        logs.writeBytes(log("invalid", attribute("k", "a\u00ffb")));
        logs.writeBytes(utf8(","));
        logs.writeBytes(log("x".repeat(100_000), attribute("session.id", "y".repeat(100_000))));
        logs.writeBytes(utf8(","));
        var many = new StringBuilder(attribute("k0", "v"));
        for (var number = 1; number < ATTRIBUTES; number++) {
            many.append(',').append(attribute("k" + number, "v"));
        }
        logs.writeBytes(log("many", many.toString()));
        logs.writeBytes(utf8("]}]}]}"));

        assertThat(client.sendLogs(logs.toByteArray())).isEqualTo(200);

        var records = client.records();
        assertThat(records).hasSize(4).allMatch(record -> "record".equals(record.getString("kind")));
        assertThat(records.get(0).getInteger("truncated")).isOne();
        assertThat(records.get(1).getInteger("truncated")).isOne();
        assertThat(records.get(1).getString("event")).hasSizeLessThanOrEqualTo(128);
        assertThat(records.get(3).encode()).contains("a\uFFFDb");
        publish();
        CommandRun.on(dataDir, "verify", "--tenant", "hostile").succeeds();
    }

    private static byte[] log(String event, String attributes) {
        // as bytes of Latin-1, so that a letter beyond ASCII is no UTF-8
        return ("{\"body\":{\"stringValue\":\"claude_code.tool_result\"},\"attributes\":["
                        + attribute("event.name", event) + ',' + attributes + "]}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String attribute(String name, String value) {
        return "{\"key\":\"" + name + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CommandRun verify() {
        return CommandRun.on(dataDir, "verify", "--tenant", "default");
    }

    private static void publish() throws Exception {
        TestCollector.await(collector.server().storage().publisher().publishNow());
    }

    /** With all triggers off. */
    private static void tamper(String sql) throws Exception {
        TestCollector.await(collector
                .server()
                .storage()
                .adminPool()
                .withTransaction(connection -> run(connection, "set local session_replication_role = replica")
                        .compose(off -> run(connection, sql))));
    }

    private static Future<?> run(SqlConnection connection, String sql) {
        return connection.query(sql).execute();
    }
}
