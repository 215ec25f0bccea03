// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Formatter;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a run showed, for people and for programs. */
final class Report {
    private static final JsonFactory JSON = new JsonFactory();

    private final Settings settings;
    private final Tally tally;
    private final long measuredNanos;
    private final Verdict verdict;
    private final long collectorCpuMicros;
    private final long postgresCpuMicros;
    private final Histogram latencyMicros;

    /**
     * @param measuredNanos from the end of the warm-up to the last answer
     * @param collectorCpuMicros used from the first request to the last answer, -1 when unknown
     * @param postgresCpuMicros likewise, of PostgreSQL
     */
    Report(
            Settings settings,
            Tally tally,
            long measuredNanos,
            Verdict verdict,
            long collectorCpuMicros,
            long postgresCpuMicros) {
        this.settings = settings;
        this.tally = tally;
        this.measuredNanos = measuredNanos;
        this.verdict = verdict;
        this.collectorCpuMicros = collectorCpuMicros;
        this.postgresCpuMicros = postgresCpuMicros;
        latencyMicros = tally.latencyMicros();
    }

    /** 0 when all that was acknowledged is stored once, 1 when not, 2 when it could not be told. */
    int exitCode() {
        if (verdict.lost() > 0 || verdict.doubled() > 0) {
            return 1;
        }
        return verdict.fault() != null || tally.acknowledged() == 0 ? 2 : 0;
    }

    /** Two columns for a terminal. */
    String table() {
        var out = new Formatter(Locale.ROOT);
        out.format("%-22s%,d events, %,d bytes each%n", "sent", tally.sent(), bytesPerEvent());
        out.format("%-22s%,d events%n", "acknowledged", tally.acknowledged());
        tally.dropped().forEach((reason, events) -> out.format("%-22s%,d events%n", "dropped: " + reason, events));
        tally.refused().forEach((status, requests) -> out.format("%-22s%,d requests%n", "answer " + status, requests));
        out.format("%-22s%,d requests%n", "retries", tally.retries());
        out.format("%-22s%,.0f records/s acknowledged%n", "throughput", recordsPerSecond());
        out.format(
                "%-22sp50 %s  p90 %s  p99 %s  p99.9 %s  max %s ms%n",
                "latency", millis(50), millis(90), millis(99), millis(99.9), millis(100));
        if (collectorCpuMicros >= 0) {
            out.format("%-22s%.1f µs CPU a record%n", "collector", perRecord(collectorCpuMicros));
        }
        if (postgresCpuMicros >= 0) {
            out.format("%-22s%.1f µs CPU a record%n", "postgres", perRecord(postgresCpuMicros));
        }
        out.format("%-22s%,d events%n", "stored", verdict.stored());
        out.format("%-22s%,d acknowledged events%n", "lost", verdict.lost());
        out.format("%-22s%,d events%n", "stored twice", verdict.doubled());
        if (verdict.fault() != null) {
            out.format("%-22s%s%n", "not verified", verdict.fault());
        }
        return out.toString().stripTrailing();
    }

    /** The same as one JSON object. */
    String json() {
        var out = new StringWriter();
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("protocol", settings.json() ? "json" : "protobuf");
            json.writeNumberField("ratePerSecond", settings.ratePerSecond());
            json.writeNumberField("batch", settings.batch());
            json.writeNumberField("seconds", settings.seconds());
            json.writeNumberField("warmupSeconds", settings.warmupSeconds());
            json.writeNumberField("connections", settings.connections());
            json.writeNumberField("sent", tally.sent());
            json.writeNumberField("bytesPerEvent", bytesPerEvent());
            json.writeNumberField("acknowledged", tally.acknowledged());
            json.writeNumberField("retries", tally.retries());
            members(json, "dropped", tally.dropped());
            members(json, "refusedRequests", tally.refused());
            json.writeNumberField("recordsPerSecond", Math.round(recordsPerSecond()));
            json.writeObjectFieldStart("latencyMicros");
            json.writeNumberField("p50", latencyMicros.getValueAtPercentile(50));
            json.writeNumberField("p90", latencyMicros.getValueAtPercentile(90));
            json.writeNumberField("p99", latencyMicros.getValueAtPercentile(99));
            json.writeNumberField("p999", latencyMicros.getValueAtPercentile(99.9));
            json.writeNumberField("max", latencyMicros.getMaxValue());
            json.writeEndObject();
            if (collectorCpuMicros >= 0) {
                json.writeNumberField("collectorCpuMicrosPerRecord", perRecord(collectorCpuMicros));
            }
            if (postgresCpuMicros >= 0) {
                json.writeNumberField("postgresCpuMicrosPerRecord", perRecord(postgresCpuMicros));
            }
            json.writeNumberField("stored", verdict.stored());
            json.writeNumberField("lost", verdict.lost());
            json.writeNumberField("storedTwice", verdict.doubled());
            json.writeBooleanField("verified", exitCode() == 0);
            if (verdict.fault() != null) {
                json.writeStringField("fault", verdict.fault());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void members(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (var count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private long bytesPerEvent() {
        return tally.sent() == 0 ? 0 : tally.sentBytes() / tally.sent();
    }

    private double recordsPerSecond() {
        return measuredNanos <= 0 ? 0 : tally.measured() * 1e9 / measuredNanos;
    }

    private double perRecord(long micros) {
        return tally.acknowledged() == 0 ? 0 : Math.round(10.0 * micros / tally.acknowledged()) / 10.0;
    }

    private String millis(double percentile) {
        return String.format(Locale.ROOT, "%.1f", latencyMicros.getValueAtPercentile(percentile) / 1_000.0);
    }
}
