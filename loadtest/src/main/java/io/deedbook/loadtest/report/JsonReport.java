// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deedbook.loadtest.run.Drain;
import io.deedbook.loadtest.run.RunResult;
import io.deedbook.loadtest.tally.PhaseTally;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The report as one JSON object. */
public final class JsonReport {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonReport() {}

    /** On one line. */
    public static String of(RunResult result, List<Goal> goals) {
        var out = new StringWriter();
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            setup(json, result);
            outcome(json, result);
            phases(json, result);
            goals(json, goals);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void setup(JsonGenerator json, RunResult result) throws IOException {
        var scenario = result.scenario();
        json.writeStringField("scenario", scenario.kind().command());
        json.writeStringField("encoding", scenario.encoding().toString());
        json.writeBooleanField("gzip", scenario.gzip());
        json.writeStringField("clientele", scenario.clientele().toString());
        json.writeNumberField("batch", scenario.batch());
        json.writeNumberField("connections", scenario.connections());
        json.writeNumberField("clients", scenario.clients());
        json.writeNumberField("tenants", scenario.tenants());
        json.writeNumberField("maxRatePerSecond", Math.round(scenario.maxRatePerSecond()));
        json.writeNumberField("sharing", scenario.sharing());
        json.writeNumberField("seed", scenario.fleet().seed());
        var machine = result.machine();
        json.writeObjectFieldStart("machine");
        json.writeStringField("processor", machine.processor());
        json.writeNumberField("cores", machine.cores());
        json.writeStringField("kernel", machine.kernel());
        json.writeStringField("jdk", machine.jdk());
        json.writeStringField("commit", machine.commit());
        json.writeStringField("load", machine.load());
        json.writeStringField("heap", result.heap());
        json.writeEndObject();
    }

    private static void outcome(JsonGenerator json, RunResult result) throws IOException {
        var sum = result.tally().sum(result.measured());
        counts(json, sum);
        json.writeNumberField("bytesPerEvent", sum.bytesPerEvent());
        json.writeNumberField("recordsPerSecond", Math.round(result.ratePerSecond()));
        json.writeNumberField("bestRecordsPerSecond", Math.round(result.bestRatePerSecond()));
        if (result.drain().isPresent()) {
            drain(json, result.drain().get());
        }
        percentiles(json, "checkpointMillis", result.coverageMillis());
        cpu(json, "collectorCpuMicrosPerRecord", result, result.cpu().collector());
        cpu(json, "postgresCpuMicrosPerRecord", result, result.cpu().postgres());
        cpu(json, "generatorCpuMicrosPerRecord", result, result.cpu().generator());
        json.writeNumberField("peakBytes", result.peakBytes());
        json.writeBooleanField("alive", result.alive());
        json.writeNumberField("restarts", result.restarts());
        var verdict = result.verdict();
        json.writeNumberField("stored", verdict.stored());
        json.writeNumberField("storedUnacknowledged", verdict.unasked());
        json.writeNumberField("lostAcknowledged", verdict.lost());
        json.writeNumberField("storedTwice", verdict.doubled());
        json.writeNumberField("misfiled", verdict.misfiled());
        if (verdict.fault() != null) {
            json.writeStringField("fault", verdict.fault());
        }
        if (result.ledgerVerified() != null) {
            json.writeBooleanField("ledgerVerified", result.ledgerVerified());
        }
        json.writeBooleanField("verified", result.exitCode() == 0);
    }

    private static void drain(JsonGenerator json, Drain drain) throws IOException {
        json.writeObjectFieldStart("drain");
        json.writeNumberField("heldEvents", drain.heldEvents());
        json.writeBooleanField("ended", drain.ended());
        json.writeNumberField("seconds", Math.round(10 * drain.seconds()) / 10.0);
        json.writeNumberField("recordsPerSecond", Math.round(drain.ratePerSecond()));
        json.writeEndObject();
    }

    private static void phases(JsonGenerator json, RunResult result) throws IOException {
        json.writeArrayFieldStart("phases");
        for (var phase = 0; phase < result.windows().size(); phase++) {
            var plan = result.scenario().phases().get(phase);
            json.writeStartObject();
            json.writeStringField("name", plan.name());
            json.writeNumberField("fromPerSecond", Math.round(plan.from()));
            json.writeNumberField("toPerSecond", Math.round(plan.to()));
            json.writeBooleanField("measured", plan.measured());
            json.writeNumberField(
                    "recordsPerSecond", Math.round(result.windows().get(phase).ratePerSecond()));
            counts(json, result.tally().phase(phase));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void goals(JsonGenerator json, List<Goal> goals) throws IOException {
        json.writeArrayFieldStart("goals");
        for (var goal : goals) {
            json.writeStartObject();
            json.writeStringField("name", goal.name());
            json.writeStringField("promised", goal.wanted());
            json.writeStringField("found", goal.found());
            json.writeBooleanField("met", goal.met());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void counts(JsonGenerator json, PhaseTally tally) throws IOException {
        json.writeNumberField("offered", tally.offered());
        json.writeNumberField("acknowledged", tally.acknowledged());
        json.writeNumberField("retries", tally.retries());
        members(json, "lost", tally.lost());
        members(json, "refusedRequests", tally.refused());
        percentiles(json, "latencyMicros", tally.latencyMicros());
    }

    private static void members(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (var count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private static void percentiles(JsonGenerator json, String name, Histogram histogram) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("p50", histogram.getValueAtPercentile(50));
        json.writeNumberField("p90", histogram.getValueAtPercentile(90));
        json.writeNumberField("p99", histogram.getValueAtPercentile(99));
        json.writeNumberField("p999", histogram.getValueAtPercentile(99.9));
        json.writeNumberField("max", histogram.getMaxValue());
        json.writeEndObject();
    }

    private static void cpu(JsonGenerator json, String name, RunResult result, long micros) throws IOException {
        var perRecord = result.cpu().perRecord(micros);
        if (perRecord >= 0) {
            json.writeNumberField(name, Math.round(10 * perRecord) / 10.0);
        }
    }
}
