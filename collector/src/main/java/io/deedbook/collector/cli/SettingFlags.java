// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.config.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes the settings into flags of a command, and reads them back together with the environment and the file. */
final class SettingFlags {
    private static final String CONFIG = "--config";
    /** Enough to find and open the database and the keys. */
    private static final List<Setting> STORAGE = List.of(
            Setting.DATA_DIR,
            Setting.DATABASE_URL,
            Setting.ORIGIN,
            Setting.KEY_PASSPHRASE_FILE,
            Setting.SIGNER,
            Setting.SIGNER_TOKEN_FILE);

    private SettingFlags() {}

    /** Adds every setting. */
    static CommandLine addAll(CommandLine command) {
        return add(command, Setting.all());
    }

    /** Adds the settings that say where the ledger is. */
    static CommandLine addStorage(CommandLine command) {
        return add(command, STORAGE);
    }

    private static CommandLine add(CommandLine command, List<Setting> settings) {
        for (var setting : settings) {
            var standard = setting.defaultText().isEmpty() ? "" : " Default: " + setting.defaultText() + ".";
            command.getCommandSpec()
                    .addOption(OptionSpec.builder(setting.flag())
                            .type(String.class)
                            .paramLabel("<" + setting.key() + ">")
                            .arity(setting.isTruth() ? "0..1" : "1")
                            .fallbackValue(setting.isTruth() ? "true" : "")
                            .description(literal(setting.help() + standard))
                            .build());
        }
        command.getCommandSpec()
                .addOption(OptionSpec.builder(CONFIG)
                        .type(Path.class)
                        .paramLabel("<file>")
                        .description("A YAML file with lines such as \"port: 4318\".")
                        .build());
        return command;
    }

    /** Picocli takes descriptions as format strings. */
    private static String literal(String text) {
        return text.replace("%", "%%");
    }

    /** The options that were asked for. */
    static CollectorOptions read(CommandSpec command, Map<String, String> environment) {
        var flags = new EnumMap<Setting, String>(Setting.class);
        for (var setting : Setting.all()) {
            var option = command.findOption(setting.flag());
            if (option != null && option.getValue() instanceof String text) {
                flags.put(setting, text);
            }
        }
        Path config = command.findOption(CONFIG).getValue();
        return CollectorOptions.of(flags, config, environment);
    }
}
