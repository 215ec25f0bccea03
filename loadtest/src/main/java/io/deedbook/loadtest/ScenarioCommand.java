// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

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
import io.deedbook.loadtest.scenario.Dials;
import io.deedbook.loadtest.scenario.Kind;
import io.deedbook.loadtest.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private Dials dials = new Dials();

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
            dials.check();
            return managed ? managed() : run(given());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return NOT_TOLD;
        }
    }

    private int managed() throws IOException, InterruptedException {
        var options = new ArrayList<>(List.of("-Xmx" + heap));
        options.addAll(jvmOptions);
        // planned before anything is started, so that what can't be is said at once
        var plan = kind.plan(dials, Math.max(1, dials.maxRatePerSecond()));
        try (var house = House.start(new Program(java, collector, options), plan.sharing(), serveOptions, keep)) {
            return run(Target.of(house, plan.tenants(), postgresPid, outage()));
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

    private int run(Target target) throws IOException, InterruptedException {
        var maxRatePerSecond = dials.maxRatePerSecond();
        if (kind.needsMaximum() && maxRatePerSecond <= 0) {
            maxRatePerSecond =
                    run(target, Kind.RAMP.plan(dials.ofRamp(), 0), false).bestRatePerSecond();
            spec.commandLine()
                    .getErr()
                    .printf(
                            "The maximum is %,.0f records/s. Give it as --max-rate to save the time.%n",
                            maxRatePerSecond);
        }
        var result = run(target, kind.plan(dials, maxRatePerSecond), !unverified);
        var goals = Goals.of(result);
        tell(result, goals);
        var exitCode = result.exitCode();
        return exitCode == 0 && strict && !goals.stream().allMatch(Goal::met) ? NOT_MET : exitCode;
    }

    private RunResult run(Target target, Scenario scenario, boolean verify) throws IOException, InterruptedException {
        var options = new RunOptions(RunOptions.LOOK_ON_MILLIS_DEFAULT, settleSeconds, verify, managed ? heap : "");
        return new LoadRun(scenario, target, options).run();
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
