// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: {@code deedbook <command>}. Without a command it serves. */
@Command(
        name = "deedbook",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Keeps a ledger of what AI agents did: takes their OpenTelemetry, redacts and judges it, and stores it where"
                    + " every later change shows.",
            "",
            "Without a command it does what serve does: it starts a collector on port 4318, with a database of its own."
        },
        footer = {
            "",
            "Whatever a command takes can also stand in the environment (--data-dir is DEEDBOOK_DATA_DIR) or in the file of"
                    + " --config. DEEDBOOK_LOG_LEVEL=debug tells more.",
            "Exit codes: 0 done, 1 failed, 2 not understood."
        })
public final class Main {
    /** The command did what it was asked. */
    static final int DONE = 0;
    /** The command was understood and failed. */
    static final int FAILED = 1;
    /** What was asked cannot be understood or used. */
    static final int NOT_UNDERSTOOD = 2;

    private static final int HELP_COLUMNS = 100;
    private static final String SERVE = "serve";

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "When something fails, show where, with a stack trace.")
    private boolean debug;

    private Main() {}

    /** Entry of the process. */
    public static void main(String[] args) {
        var console = new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.getenv());
        System.exit(run(console, args));
    }

    /** Runs one command to its end and says how it went. */
    static int run(Console console, String... args) {
        var main = new Main();
        var commands = new CommandLine(main)
                .addSubcommand(SettingFlags.addAll(new CommandLine(new ServeCommand(console))))
                .addSubcommand(SettingFlags.addAll(new CommandLine(new DemoCommand(console))))
                .addSubcommand(KeysCommand.commandLine(console))
                .addSubcommand(LedgerGroupCommand.commandLine(console))
                .addSubcommand(new CommandLine(new SignerCommand(console)))
                .addSubcommand(TenantsCommand.commandLine(console))
                .addSubcommand(PoliciesCommand.commandLine(console))
                .addSubcommand(RulesCommand.commandLine(console))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new ExportCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new EraseCommand(console))))
                .addSubcommand(HoldsCommand.commandLine(console))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new VerifyCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new MigrateCommand(console))))
                .addSubcommand(new CommandLine(new WitnessCommand(console)))
                .setOut(console.out())
                .setErr(console.err())
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(Failures::parameters)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> Failures.execution(failure, command, main.debug));
        var exitCode = commands.execute(withCommand(args));
        console.out().flush();
        console.err().flush();
        return exitCode;
    }

    /** No command means {@code serve}; its flags may follow all the same. */
    private static String[] withCommand(String... args) {
        var served = args.length == 0
                || (args[0].startsWith("--") && !args[0].equals("--help") && !args[0].equals("--version"));
        if (!served) {
            return args;
        }
        var all = Arrays.copyOf(new String[] {SERVE}, args.length + 1);
        System.arraycopy(args, 0, all, 1, args.length);
        return all;
    }

    /** The version that the build wrote into the manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"deedbook " + (version == null ? "(not packaged)" : version)};
        }
    }
}
