// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import io.deedbook.loadtest.event.Encoding;
import io.deedbook.loadtest.managed.DatabaseOutage;
import io.deedbook.loadtest.managed.House;
import io.deedbook.loadtest.managed.Program;
import io.deedbook.loadtest.report.Goal;
import io.deedbook.loadtest.report.Goals;
import io.deedbook.loadtest.report.HtmlReport;
import io.deedbook.loadtest.report.JsonReport;
import io.deedbook.loadtest.report.TextReport;
import io.deedbook.loadtest.run.LoadRun;
import io.deedbook.loadtest.run.RunOptions;
import io.deedbook.loadtest.run.RunResult;
import io.deedbook.loadtest.run.Target;
import io.deedbook.loadtest.scenario.Clientele;
import io.deedbook.loadtest.scenario.Dials;
import io.deedbook.loadtest.scenario.Fleet;
import io.deedbook.loadtest.scenario.Kind;
import io.deedbook.loadtest.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One scenario: one load, one verdict. */
@Command(mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
final class ScenarioCommand implements Callable<Integer> {
    private static final int NOT_MET = 3;
    private static final int NOT_TOLD = 2;

    private final Kind kind;

    @Option(
            names = "--managed",
            description = "Start collectors of our own with a database in a temporary directory, and load those.")
    private boolean managed;

    @Option(names = "--collector", paramLabel = "<jar>", description = "The collector's jar, for --managed.")
    private Path collector = Path.of("collector/target/deedbook.jar");

    @Option(names = "--java", paramLabel = "<file>", description = "What runs it. Default: the java that runs this.")
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(names = "--heap", paramLabel = "<size>", description = "Its heap, as in -Xmx.")
    private String heap = "1g";

    @Option(
            names = "--jvm-option",
            paramLabel = "<option>",
            description = "More for its JVM; may be given several times.")
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--serve-option",
            paramLabel = "<option>",
            description = "More for deedbook serve; may be given several times.")
    private List<String> serveOptions = List.of();

    @Option(names = "--keep", description = "Keep the temporary directory, with the collector's logs in it.")
    private boolean keep;

    @Option(names = "--no-verify", negatable = false, description = "Don't run deedbook verify at the end.")
    private boolean unverified;

    @Option(names = "--url", description = "Base URL of a collector that runs already.")
    private URI url = URI.create("http://127.0.0.1:4318");

    @Option(
            names = "--key",
            defaultValue = "$" + "{DEEDBOOK_API_KEY}",
            description = "API key with the scopes ingest and read; by default that in DEEDBOOK_API_KEY.")
    private @Nullable String key;

    @Option(
            names = "--keys-file",
            paramLabel = "<file>",
            description = "File with such a key of a tenant on each line, for many tenants.")
    private @Nullable Path keysFile;

    @Option(names = "--pid", description = "Its process, to report its CPU time.")
    private long pid;

    @Option(names = "--postgres-pid", description = "The PostgreSQL postmaster, to report its CPU time, or to stop it.")
    private long postgresPid;

    @Option(
            names = "--outage-command",
            paramLabel = "<command>",
            description = "Takes the database away, instead of stopping its processes.")
    private @Nullable String outageCommand;

    @Option(names = "--restore-command", paramLabel = "<command>", description = "Gives it back.")
    private @Nullable String restoreCommand;

    @Option(names = "--rate", description = "Events a second; 0: half the maximum, or little.")
    private double ratePerSecond;

    @Option(
            names = "--max-rate",
            description =
                    "What the collector can do here, as ramp finds it; 0: unknown, found first where it is needed.")
    private double maxRatePerSecond;

    @Option(names = "--seconds", description = "Length of the main phase (a step of ramp); 0: the scenario's own.")
    private int seconds;

    @Option(names = "--warmup", description = "Seconds sent before: verified like the others, but not measured.")
    private int warmupSeconds = 10;

    @Option(names = "--warmup-rate", description = "Events a second sent then; 0: as many as afterwards.")
    private double warmupRatePerSecond;

    @Option(names = "--clientele", description = "Who sends: pooled, insistent or real. Default: the scenario's own.")
    private @Nullable Clientele clientele;

    @Option(names = "--batch", description = "Events a request of pooled clients, 1 to 500; 0: the scenario's own.")
    private int batch;

    @Option(names = "--connections", description = "Connections of pooled clients; 0: the scenario's own.")
    private int connections;

    @Option(names = "--clients", description = "Real clients; 0: so many that each sends about 100 events at a time.")
    private int clients;

    @Option(names = "--tenants", description = "Tenants, for --managed; 0: the scenario's own.")
    private int tenants;

    @Option(names = "--slow-clients", description = "How many, in the scenario slow-clients.")
    private int slowClients = 200;

    @Option(names = "--restarts", description = "How many, in the scenario rolling-restart.")
    private int restarts = 20;

    @Option(
            names = "--processes",
            description = "Collectors that share the port, for --managed, beside one that only has the database;"
                    + " 0: the scenario's own, which is 4 for collectors.")
    private int processes;

    @Option(
            names = "--kill-every-ms",
            description = "About how often one is killed (kill -9), in the scenario collectors; 0: never.")
    private int killMillis = 4_000;

    @Option(names = "--seed", description = "Of the kills: the same times and the same processes again.")
    private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

    @Option(names = "--protocol", description = "How to encode: protobuf or json.")
    private Encoding encoding = Encoding.PROTOBUF;

    @Option(names = "--gzip", description = "Compress the requests; the real clients don't unless told.")
    private boolean gzip;

    @Option(
            names = "--settle",
            description = "Seconds that an acknowledged event may take to show: a collector may answer from its spool.")
    private int settleSeconds = 60;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--html", paramLabel = "<file>", description = "Also write the report as a page, with histograms.")
    private @Nullable Path html;

    @Option(names = "--strict", description = "Exit with 3 when a goal is missed.")
    private boolean strict;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    ScenarioCommand(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return managed ? managed(dials()) : run(given(), dials());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return NOT_TOLD;
        }
    }

    private Dials dials() {
        return new Dials(
                ratePerSecond,
                maxRatePerSecond,
                seconds,
                warmupSeconds,
                warmupRatePerSecond,
                batch,
                connections,
                tenants,
                clients,
                clientele,
                slowClients,
                restarts,
                new Fleet(processes, killMillis, seed),
                encoding,
                gzip);
    }

    private int managed(Dials dials) throws IOException, InterruptedException {
        var options = new ArrayList<>(List.of("-Xmx" + heap));
        options.addAll(jvmOptions);
        // planned before anything is started, so that what can't be is said at once
        var plan = kind.plan(dials.maxRatePerSecond() > 0 ? dials : dials.withMaxRate(1));
        try (var house = House.start(new Program(java, collector, options), plan.sharing(), serveOptions, keep)) {
            return run(Target.of(house, plan.tenants(), postgresPid, outage()), dials);
        }
    }

    private Target given() throws IOException {
        var keys = new ArrayList<String>();
        if (keysFile != null) {
            Files.readAllLines(keysFile).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(keys::add);
        } else if (key != null) {
            keys.add(key);
        }
        return new Target(url, keys, pid, postgresPid, null, outage());
    }

    private @Nullable DatabaseOutage outage() {
        return outageCommand != null || postgresPid > 0
                ? new DatabaseOutage(postgresPid, outageCommand, restoreCommand)
                : null;
    }

    private int run(Target target, Dials dials) throws IOException, InterruptedException {
        var known = dials;
        if (kind.needsMaximum() && dials.maxRatePerSecond() <= 0) {
            var ramp = run(target, Kind.RAMP.plan(rampDials()), false);
            known = dials.withMaxRate(ramp.bestRatePerSecond());
            spec.commandLine()
                    .getErr()
                    .printf(
                            "The maximum is %,.0f records/s. Give it as --max-rate to save the time.%n",
                            ramp.bestRatePerSecond());
        }
        var result = run(target, kind.plan(known), !unverified);
        var goals = Goals.of(result);
        tell(result, goals);
        var exitCode = result.exitCode();
        return exitCode == 0 && strict && !goals.stream().allMatch(Goal::met) ? NOT_MET : exitCode;
    }

    /** With steps of their own length, and nothing of what was set for the scenario itself. */
    private Dials rampDials() {
        return new Dials(
                0,
                0,
                0,
                warmupSeconds,
                warmupRatePerSecond,
                batch,
                connections,
                0,
                0,
                Clientele.POOLED,
                0,
                0,
                new Fleet(processes, 0, 0),
                encoding,
                gzip);
    }

    private RunResult run(Target target, Scenario scenario, boolean verify) throws IOException, InterruptedException {
        return new LoadRun(scenario, target, new RunOptions(settleSeconds, verify, managed ? heap : "")).run();
    }

    private void tell(RunResult result, List<Goal> goals) throws IOException {
        if (html != null) {
            Files.writeString(html, HtmlReport.of(result, goals));
        }
        var out = spec.commandLine().getOut();
        out.println(json ? JsonReport.of(result, goals) : TextReport.of(result, goals));
        out.flush();
    }
}
