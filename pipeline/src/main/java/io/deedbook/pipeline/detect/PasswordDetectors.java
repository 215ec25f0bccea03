// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;

/**
 * The definitions of what finds passwords, and other secrets that only a name gives away. Most patterns end where the
 * value begins; {@link SecretAssignment} finds its end.
 */
final class PasswordDetectors {
    private static final String TYPE = "password_assignment";
    private static final String NAMES =
            "(?i:passw(?:or[dt]|d)|passphrase|passcode|pwd|secret(?:[_-]?key)?|token|api[_-]?key|access[_-]?key)";

    private PasswordDetectors() {}

    static List<Detector> all() {
        return List.of(
                assignment(),
                shortName(),
                otherLanguage(),
                otherScript(),
                element(),
                statement(),
                passFile(),
                loginOption(),
                databaseOption(),
                redisOption(),
                cipherOption(),
                directoryOption(),
                cipherSource());
    }

    /** Words that every match of {@link #NAMES} has in it. */
    private static Literals names() {
        return Literals.of(
                "password",
                "passwort",
                "passwd",
                "passphrase",
                "passcode",
                "pwd",
                "secret",
                "token",
                "api_key",
                "api-key",
                "apikey",
                "access_key",
                "access-key",
                "accesskey");
    }

    private static Detector assignment() {
        return Detector.of(TYPE, CREDENTIAL)
                .what(
                        "value assigned to `password`, `secret`, `token`, `api_key` and the like, in text of many languages,"
                                + " JSON, XML, SQL, options and arguments of commands",
                        "no placeholder, type, variable, expression, reference, sentence or short number")
                .reference("https://cwe.mitre.org/data/definitions/798.html")
                .pattern(NAMES + SecretAssignment.SIGN, 0, 64)
                .edges(Edge.ANY, Edge.ANY)
                .named()
                .validator(SecretAssignment::validate)
                .matches(
                        "{\"password\":\"«hunter2»\"}",
                        "password=«hunter2»",
                        "--password «hunter2»",
                        "my password is: «S3cr3t!2026»",
                        "The admin password is «letmein-42», as before",
                        "ALTER USER report WITH PASSWORD '«s3cret»';",
                        "Server=db;Uid=sa;Pwd=«hunter2»;Encrypt=yes",
                        "api_key = b\"«k3y-of-the-door»\"")
                .rejects(
                        "password: string",
                        "password=${DB_PASSWORD}",
                        "max_tokens=4096",
                        "a token of love",
                        "if (token == JsonToken.VALUE_NULL) return",
                        "const token = await auth.getToken()",
                        "api_key = settings.API_KEY",
                        "(using password: YES)",
                        "Secret: for the screen",
                        "the password is required",
                        "log(\"password: \" + masked(password));",
                        "connect(user=user, password=password)",
                        "PASSWORD=\nNEXT=value1",
                        "token:\n  secretName: ci-token",
                        "secret: ref+vault://kv/app#pw",
                        "password: !secret wifi",
                        "{\"password\":\"Enter your password\"}",
                        "keys.map(NewApiKey::value)")
                .on(names().when(SecretAssignment::aheadOfName));
    }

    /** {@code SMTP_PASS}, {@code dbPass}, {@code pass}: as a word of its own it is rarely a password. */
    private static Detector shortName() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern("(?i:pass)" + SecretAssignment.SIGN, 0, 64)
                .edges(Edge.LABEL, Edge.ANY)
                .named()
                .validator(PasswordName::shortName)
                .matches("SMTP_PASS=«letmein»", "{user: 'jane', pass: '«hunter2»'}", "dbPass: \"«s3cret»\"")
                .rejects("pass: 12 tests", "bypass: on", "first_pass = True", "PASS: test_login2")
                .on(Literals.of("pass").when(SecretAssignment::ahead));
    }

    /** Words of other languages in Latin letters. Some have other meanings, so the value must look chosen. */
    private static Detector otherLanguage() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern(
                        "(?i:kennwort|wachtwoord|mot de passe|motdepasse|kata sandi|senha|palavra-passe|parola|clave"
                                + "|contrase[ñn]a|adgangskode|passord|salasana|heslo|has[lł]o|senord|ifre)"
                                + SecretAssignment.SIGN,
                        0,
                        64)
                .edges(Edge.ANY, Edge.ANY)
                .named()
                .validator(PasswordName::otherLanguage)
                .matches(
                        "Wachtwoord: «hunter2» voor de testomgeving",
                        "la contraseña: «s0l-y-luna» caduca",
                        "Le mot de passe : «S3same!» ne marche plus",
                        "Hasło: «hunter2»",
                        "Lösenord: «S3same!»")
                .rejects("clave: primaria", "Contraseña: obligatoria", "enclave: A12345", "parola: ciao")
                .on(Literals.of(
                                "kennwort",
                                "wachtwoord",
                                "mot de passe",
                                "motdepasse",
                                "kata sandi",
                                "senha",
                                "palavra-passe",
                                "parola",
                                "clave",
                                "contrase",
                                "adgangskode",
                                "passord",
                                "salasana",
                                "heslo",
                                "has",
                                "senord",
                                "ifre")
                        .when(PasswordName::isAhead));
    }

    /** Words in other letters, before the sign that assigns. */
    private static Detector otherScript() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern("[:=]\\s{0,4}", 0, 8)
                .edges(Edge.ANY, Edge.ANY)
                .named()
                .validator(PasswordName::otherScript)
                .matches(
                        "Пароль: «S3same!», почта",
                        "パスワード: «hunter2» でログイン",
                        "비밀번호: «qwerty!789» 로",
                        "\"密码\": \"«hunter2»\"")
                .rejects("Пароль: обязателен", "パスワード: 必須", "密码: your-password")
                .on(Literals.of(":", "=").when((text, start, end) -> PasswordName.standsBefore(text, start)));
    }

    /** {@code <password>…</password>}, and {@code name="password" value="…"}. */
    private static Detector element() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern(
                        NAMES
                                + "(?:>\\s{0,4}|\\\\{0,3}[\"']\\s{1,4}value=\\\\{0,3}[\"'])([^<>\\s\"'\\\\]{3,256})\\s{0,4}(?:</|\\\\{0,3}[\"'])",
                        1,
                        352)
                .edges(Edge.ANY, Edge.ANY)
                .named()
                .validator(PasswordName::element)
                .matches(
                        "<password>«hunter2»</password>",
                        "<db.apiKey>«k3y-of-the-door»</db.apiKey>",
                        "<add key=\"Password\" value=\"«hunter2»\"/>")
                .rejects("<password>${env.PASSWORD}</password>", "<token>required</token>", "<b>password>x</b>")
                .on(names().when(PasswordName::isElementAhead));
    }

    /** {@code IDENTIFIED BY '…'}. */
    private static Detector statement() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern("(?i:identified)\\s{1,2}(?i:with\\s{1,2}[a-z0-9_]{1,32}\\s{1,2})?(?i:by)\\s{1,2}", 0, 96)
                .edges(Edge.WORD, Edge.ANY)
                .named()
                .validator(PasswordName::statement)
                .matches(
                        "CREATE USER app IDENTIFIED BY '«letmein-42»';",
                        "alter user 'a'@'%' identified with caching_sha2_password by '«hunter2»'")
                .rejects("as identified by the team", "IDENTIFIED BY '${PASSWORD}'")
                .on(Literals.of("identified").when(SecretToken::spaceAhead));
    }

    /** A line of {@code .pgpass}. */
    private static Detector passFile() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern(
                        ":(?:5432|5433|6432|\\*):[^:\\s\\\\/@]{1,64}:[^:\\s\\\\/@]{1,64}:([^:\\s\\\\\"'/]{3,128})",
                        1,
                        288)
                .edges(Edge.ANY, Edge.WORD)
                .named()
                .validator(PasswordName::lastField)
                .matches("db.example.com:5432:shop:app:«s3cr3t-77»", "*:*:*:app:«hunter2»")
                .rejects("jdbc:postgresql://db:5432/shop", "db:5432:shop:app:$PGPASSWORD", "root:*:20228:0:99999:7:::")
                .on(Literals.of(":5432:", ":5433:", ":6432:", ":*:"));
    }

    private static Detector loginOption() {
        return option(
                        "(?:sshpass|(?:docker|podman|buildah|skopeo|az|oc|helm registry) login|cqlsh|twine upload"
                                + "|mongo(?:sh|dump|restore|export|import)?)",
                        "-p\\s{0,2}")
                .matches(
                        "sshpass -p «letmein-42» ssh deploy@host",
                        "docker login -u jane -p '«hunter2»' registry.example.com")
                .rejects("docker run -p 8080:80 nginx", "sshpass -p \"$PASS\" ssh host")
                .on(Literals.of(
                        "sshpass",
                        "docker login",
                        "podman login",
                        "buildah login",
                        "skopeo login",
                        "az login",
                        "oc login",
                        "helm registry login",
                        "cqlsh",
                        "twine upload",
                        "mongo"));
    }

    private static Detector databaseOption() {
        return option("(?:mysql(?:dump|admin|import|show)?|mariadb(?:-dump)?|7z)", "-p")
                .matches("mysql -h db -u root -p'«xK9-mQ2_vL»' -e 'select 1'", "mysqldump -uroot -p«hunter2» shop")
                .rejects("mysql -u root -p shop", "mysql -p$MYSQL_PASSWORD shop")
                .on(Literals.of("mysql", "mariadb", "7z").when(PasswordName::isCommandAhead));
    }

    private static Detector redisOption() {
        return option("(?:redis-cli|valkey-cli)", "-a\\s{1,2}")
                .matches("redis-cli -h cache -a «Tr0ub4dor-3» ping")
                .rejects("redis-cli -a $REDIS_PASSWORD ping")
                .on(Literals.of("redis-cli", "valkey-cli").when(SecretToken::spaceAhead));
    }

    private static Detector cipherOption() {
        return option("openssl", "-k\\s{1,2}")
                .matches("openssl enc -aes-256-cbc -pbkdf2 -k «S3same!» -in a.tar")
                .rejects("openssl enc -k \"$KEY\" -in a.tar")
                .on(Literals.of("openssl").when(SecretToken::spaceAhead));
    }

    private static Detector directoryOption() {
        return option("(?:ldap(?:search|modify|add|delete|passwd|whoami))", "-w\\s{1,2}")
                .matches("ldapsearch -D cn=admin -w «S3same!» -b dc=example")
                .rejects("ldapsearch -D cn=admin -w $PW -b dc=example")
                .on(Literals.of("ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldappasswd", "ldapwhoami")
                        .when(SecretToken::spaceAhead));
    }

    private static Detector cipherSource() {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern(
                        "-(?:pass(?:in|out)?\\s{1,2}(?:\\\\{0,3}[\"'])?pass:|(?:src|dest)?(?:store|key)pass\\s{1,2})",
                        0,
                        32)
                .edges(Edge.WORD, Edge.ANY)
                .named()
                .validator(PasswordName::argument)
                .matches("openssl rsa -in key.pem -passin pass:«S3same!»", "keytool -storepass «changeit» -list")
                .rejects("openssl rsa -passin pass:$PASS", "openssl rsa -passin file:pass.txt")
                .on(Literals.of(
                        "-pass",
                        "-storepass",
                        "-keypass",
                        "-srcstorepass",
                        "-deststorepass",
                        "-srckeypass",
                        "-destkeypass"));
    }

    /** An option of a command, whose argument is a password. */
    private static DetectorBuilder option(String command, String option) {
        return Detector.of(TYPE, CREDENTIAL)
                .pattern("(?:" + command + ")(?:\\s[^\\n;|&]{0,160}?)?\\s" + option, 0, 224)
                .edges(Edge.WORD, Edge.ANY)
                .named()
                .validator(PasswordName::argument);
    }
}
