// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.FINANCIAL;
import static io.deedbook.pipeline.detect.Category.HEALTH;
import static io.deedbook.pipeline.detect.Category.IDENTITY;

import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Letters;
import java.util.List;

/** The definitions of what finds names, dates and things that lead to a person, most of them by the label before them. */
final class IdentityDetectors {
    private static final String HIPAA =
            "https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html";
    private static final String[] VIN_WORDS = {
        "vin",
        "chassis",
        "vehicle identification",
        "vehicle",
        "fahrgestellnummer",
        "fin",
        "bastidor",
        "num\u00e9ro de s\u00e9rie"
    };
    private static final Validator ANY = Validator.NONE;

    private IdentityDetectors() {}

    static List<Detector> all() {
        return List.of(
                labelledDateOfBirth(),
                dateOfBirth(),
                medicalDate(),
                personName(),
                patient(),
                vinOfDigits(),
                vinOfLetters(),
                uncheckedVinOfDigits(),
                uncheckedVinOfLetters(),
                licensePlate(),
                deviceSerial(),
                certificate(),
                swiftBic(),
                cardCvv(),
                cardExpiry());
    }

    private static Detector labelledDateOfBirth() {
        var definition = Detector.of("date_of_birth", IDENTITY)
                .what("date of birth", "a word before it")
                .reference(HIPAA)
                .matches(
                        "DOB: \u00ab03/14/1985\u00bb",
                        "born on \u00abMarch 14, 1985\u00bb",
                        "\"dateOfBirth\": \"\u00ab1985-03-14\u00bb\"",
                        "geboren am \u00ab14.03.1985\u00bb",
                        "fecha de nacimiento: \u00ab14 de marzo de 1985\u00bb")
                .rejects("adob: 1985-03-14", "born in 1985", "dob: 1985-13-14", "dob 2026-11-21 09:44:11");
        return Label.of(
                        "dob",
                        "d.o.b.",
                        "date of birth",
                        "birth date",
                        "birth day",
                        "born",
                        "geboren",
                        "geb.",
                        "geburtsdatum",
                        "fecha de nacimiento",
                        "date de naissance",
                        "data di nascita",
                        "data de nascimento",
                        "geboortedatum",
                        "data urodzenia")
                .before(definition, WrittenDate.PATTERN, WrittenDate.CHARS_MAX, WrittenDate::validate);
    }

    private static Detector dateOfBirth() {
        return date(Detector.of("date_of_birth", IDENTITY)
                .matches("1985-03-14", "14.03.1985", "3/14/1985")
                .rejects("1985-13-14", "1985-03-14T10:00:00Z", "1985-03-14 10:00")
                .near(
                        "dob",
                        "date of birth",
                        "birth date",
                        "birthday",
                        "birth",
                        "born",
                        "geboren",
                        "geburtsdatum",
                        "geburtstag",
                        "n\u00e9 le",
                        "n\u00e9e le",
                        "date de naissance",
                        "fecha de nacimiento",
                        "nacido",
                        "nacida",
                        "nato il",
                        "nata il",
                        "data di nascita",
                        "data de nascimento",
                        "nascido",
                        "geboortedatum",
                        "data urodzenia",
                        "f\u00f6delsedatum",
                        "f\u00f8dselsdato",
                        "syntym\u00e4aika",
                        "\u0434\u0430\u0442\u0430 \u0440\u043e\u0436\u0434\u0435\u043d\u0438\u044f",
                        "do\u011fum tarihi",
                        "tanggal lahir",
                        "\u51fa\u751f",
                        "\u751f\u5e74\u6708\u65e5",
                        "\uc0dd\ub144\uc6d4\uc77c"));
    }

    private static Detector medicalDate() {
        return date(Detector.of("medical_date", HEALTH)
                .what("date of an admission, a treatment, a discharge or a death", "a word beside it")
                .reference(HIPAA)
                .matches("2024-03-14", "14.03.2024", "3/14/2024")
                .rejects("2024-13-14", "2024-03-14T10:00:00Z", "2024-03-14 10:00")
                .near(
                        "admission date",
                        "date of admission",
                        "admitted",
                        "discharge date",
                        "date of discharge",
                        "discharged",
                        "date of death",
                        "deceased",
                        "died",
                        "date of service",
                        "service date",
                        "visit date",
                        "surgery date",
                        "date of surgery",
                        "hospitalized",
                        "diagnosed",
                        "aufnahmedatum",
                        "entlassungsdatum",
                        "sterbedatum",
                        "date d'admission",
                        "date de sortie",
                        "fecha de ingreso",
                        "fecha de alta"));
    }

    private static Detector date(DetectorBuilder definition) {
        return definition
                .confidence(Confidence.LOW)
                .pattern(WrittenDate.SHAPE.pattern(), 0, WrittenDate.SHAPE.charsMax())
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(WrittenDate::validate)
                .on(Digits.of("-/.", 1, 4, 3, 6)
                        .opening(WrittenDate.SHAPE::isPossible)
                        .when(WrittenDate::ahead));
    }

    private static Detector personName() {
        var definition = Detector.of("person_name", IDENTITY)
                .what("name of a person behind a label that says so", "capital letters, no word of forms or programs")
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Patient name: \u00abJane Doe\u00bb",
                        "\"lastName\": \"\u00abM\u00fcller-L\u00fcdenscheid\u00bb\"",
                        "full_name=\"\u00abJos\u00e9 Mar\u00eda Garc\u00eda\u00bb\"")
                .rejects(
                        "firstName: String",
                        "First Name Last Name Email",
                        "full name is required",
                        "lastName = user.lastName");
        return Label.of(
                        "patient name",
                        "full name",
                        "customer name",
                        "employee name",
                        "client name",
                        "first name",
                        "middle name",
                        "last name",
                        "maiden name",
                        "given name",
                        "family name",
                        "surname",
                        "account holder",
                        "card holder",
                        "beneficiary name",
                        "insured name",
                        "legal name",
                        "vorname",
                        "nachname",
                        "apellidos",
                        "cognome")
                .before(
                        definition,
                        "(?:'s|s)?(?: name)?",
                        PersonName.PATTERN,
                        PersonName.CHARS_MAX,
                        PersonName::validate);
    }

    private static Detector patient() {
        return Detector.of("person_name", IDENTITY)
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Patient: \u00abJane Doe\u00bb",
                        "\"patient\": \"\u00abJohn Q. Public\u00bb\"",
                        "patient=\u00abJane Doe\u00bb")
                .rejects("patient: Jane", "Patient Care Plan", "patient: Optional[Patient]")
                .pattern(
                        "(?i:patient)(?:\\\\{0,3}[\"'])?\\s{0,2}[:=]\\s{0,3}(?:\\\\{0,3}[\"'])?(" + PersonName.PATTERN
                                + ")",
                        1,
                        24 + PersonName.CHARS_MAX)
                .edges(Edge.LABEL, Edge.WORD)
                .validator(PersonName::validateFull)
                .on(Trigger.Literals.of("patient"));
    }

    private static Detector vinOfDigits() {
        return vin(Confidence.MEDIUM, DeviceNumber::vinChecked)
                .what("vehicle identification number", "check digit; without, a word beside it")
                .reference("https://www.ecfr.gov/current/title-49/subtitle-B/chapter-V/part-565")
                .matches("1HGCM82633A004352", "1M8GDM9AXKP042788", "1FTFW1ET9DFC10312")
                .rejects("1HGCM82633A004353", "1HGCM82633A00435", "1HGCM82633AO04352")
                .on(vinOpening().when(vinAhead(DeviceNumber::vinChecked)));
    }

    private static Detector vinOfLetters() {
        return vin(Confidence.MEDIUM, DeviceNumber::vinChecked)
                .matches("JHMCM56557C404453", "JH4KA8268MC000000", "JHMCM56557C404453")
                .rejects("JHMCM56557C404454", "JHMCM56557C40445", "jhmcm56557c404453")
                .on(new Letters(1, 16, 1, 16, vinAhead(DeviceNumber::vinChecked)));
    }

    private static Detector uncheckedVinOfDigits() {
        return vin(Confidence.LOW, DeviceNumber::vin).on(vinOpening().when(vinAhead(DeviceNumber::vin)));
    }

    private static Detector uncheckedVinOfLetters() {
        return vin(Confidence.LOW, DeviceNumber::vin)
                .matches("WVWZZZ1JZ3W386752", "WDB9066331S123456", "VF1BB05CF12345678")
                .rejects("WVWZZZ1JZ3W38675", "WVWZZZ1JZ3W38675A", "OVWZZZ1JZ3W386752")
                .on(new Letters(1, 16, 1, 16, vinAhead(DeviceNumber::vin)));
    }

    private static DetectorBuilder vin(Confidence confidence, Check check) {
        return Detector.of("vin", IDENTITY)
                .pattern("[0-9A-Z]{17}", 0, DeviceNumber.VIN_CHARS)
                .edges(Edge.NUMBER, Edge.WORD)
                .validator((text, start, end) -> check.holds(text.substring(start, end)) ? new Span(start, end) : null)
                .confidence(confidence)
                .near(VIN_WORDS);
    }

    private static Digits vinOpening() {
        return Digits.of("", 1, DeviceNumber.VIN_CHARS - 1, 1, 1)
                .opening((first, next, second) -> next == Opening.CAPITAL);
    }

    private static Ahead vinAhead(Check check) {
        return (text, start, ignored) -> {
            var end = start + DeviceNumber.VIN_CHARS;
            if (end > text.length() || !Ascii.isDigit(text.charAt(end - 1)) || !Edge.WORD.allowsEnd(text, end)) {
                return false;
            }
            for (var index = start; index < end; index++) {
                var unit = text.charAt(index);
                if (!Ascii.isDigit(unit) && (unit < 'A' || unit > 'Z')) {
                    return false;
                }
            }
            return check.holds(text.substring(start, end));
        };
    }

    private static Detector licensePlate() {
        var definition = Detector.of("license_plate", IDENTITY)
                .what("registration of a vehicle behind a label that says so", "capital letters and a digit")
                .reference("https://en.wikipedia.org/wiki/Vehicle_registration_plate")
                .confidence(Confidence.MEDIUM)
                .matches(
                        "license plate: \u00ab7ABC123\u00bb",
                        "Kennzeichen \u00abB-MW 1234\u00bb",
                        "\"plateNumber\":\"\u00abAB12 CDE\u00bb\"")
                .rejects("license plate: unknown", "plate number: ABC", "license plate is 7abc123");
        return Label.of(
                        "license plate",
                        "licence plate",
                        "registration plate",
                        "plate number",
                        "plate no",
                        "vehicle registration",
                        "kennzeichen",
                        "kenteken",
                        "immatriculation",
                        "targa")
                .before(
                        definition,
                        "[A-Z0-9]{5,8}|[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,5}){0,3}",
                        24,
                        (text, start, end) -> mixed(text, start, end, 4, 10) ? new Span(start, end) : null);
    }

    private static Detector deviceSerial() {
        var definition = Detector.of("device_serial", IDENTITY)
                .what("serial number of a device behind a label that says so", "capital letters and digits")
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Serial Number: \u00abC02XG0FDJGH5\u00bb",
                        "\"serialNumber\":\"\u00abSN-4711-0815A\u00bb\"",
                        "Service Tag: \u00ab7KXQ2Z2\u00bb")
                .rejects("serial number: 12", "serial number: 04:ab:cd:ef", "serialNumber: String", "serial no more");
        return Label.of(
                        "serial number",
                        "serial no",
                        "service tag",
                        "seriennummer",
                        "device serial",
                        "numero de serie",
                        "s/n")
                .before(
                        definition,
                        "[A-Z0-9](?:-?[A-Z0-9]){5,23}",
                        48,
                        (text, start, end) -> mixed(text, start, end, 6, 24) && !text.startsWith(":", end)
                                ? new Span(start, end)
                                : null);
    }

    private static Detector certificate() {
        var definition = Detector.of("certificate_license_number", IDENTITY)
                .what(
                        "number of a certificate or licence of a person behind a label that says so",
                        "four digits at least")
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "medical license no. \u00abMD-123456\u00bb",
                        "license number: \u00abRN1234567\u00bb",
                        "\"certificateNumber\": \"\u00ab20231234567\u00bb\"")
                .rejects("license number: MIT", "license number: 2.0", "certificate number: abc");
        return Label.of(
                        "medical license",
                        "license number",
                        "license no",
                        "licence number",
                        "licence no",
                        "certificate number",
                        "certificate no",
                        "permit number",
                        "bar number",
                        "lizenznummer")
                .before(definition, "(?:[A-Z]{1,4}-?)?[0-9]{4,12}[A-Z]?", 24, ANY);
    }

    private static Detector swiftBic() {
        var definition = Detector.of("swift_bic", FINANCIAL)
                .what("code of a bank (SWIFT, BIC) behind a label that says so", "country")
                .reference("https://www.iso9362.org/isobic/overview.html")
                .confidence(Confidence.MEDIUM)
                .matches(
                        "SWIFT: \u00abDEUTDEFF\u00bb",
                        "BIC \u00abDEUTDEFF500\u00bb",
                        "\"swiftCode\":\"\u00abNEDSZAJJXXX\u00bb\"")
                .rejects("swift DEUTXXFF", "BIC: DEUTDEF", "Swift PACKAGES", "swift: DEUTDEFF50");
        return Label.of("swift", "bic")
                .before(
                        definition,
                        "(?:[ _/-]?(?:code|bic|number|no\\.?))?",
                        "[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?",
                        11,
                        (text, start, end) -> Countries.isCountry(text.substring(start + 4, start + 6))
                                        && !text.startsWith("wift ", start - 5)
                                ? new Span(start, end)
                                : null);
    }

    private static Detector cardCvv() {
        var definition = Detector.of("card_cvv", FINANCIAL)
                .what("verification code of a payment card behind a label that says so", "three or four digits")
                .reference("https://en.wikipedia.org/wiki/Card_security_code")
                .matches("CVV: \u00ab123\u00bb", "\"cvc\":\"\u00ab9876\u00bb\"", "security code \u00ab321\u00bb")
                .rejects("cvv 12", "cvv: 12345", "security code review 123");
        return Label.of("cvv", "cvc", "cv2", "security code", "card verification")
                .before(definition, "2?(?: ?(?:code|number|value|no\\.?))?", "[0-9]{3,4}", 4, ANY);
    }

    private static Detector cardExpiry() {
        var definition = Detector.of("card_expiry", FINANCIAL)
                .what("expiry of a payment card behind a label that says so", "month")
                .reference("https://en.wikipedia.org/wiki/Payment_card_number")
                .confidence(Confidence.MEDIUM)
                .matches("exp \u00ab12/27\u00bb", "Expiry date: \u00ab08/2029\u00bb", "valid thru \u00ab01-28\u00bb")
                .rejects("exp 13/27", "expires 12/27/2026", "experience 12/27");
        return Label.of("exp", "valid thru", "valid through", "valid until")
                .before(
                        definition,
                        "(?:iry|ires|iration)?[. _-]?(?:date)?",
                        "(?:0[1-9]|1[0-2])[/-](?:20)?[0-9]{2}",
                        7,
                        (text, start, end) -> Edge.NUMBER.allowsEnd(text, end) && !text.startsWith("/", end)
                                ? new Span(start, end)
                                : null);
    }

    private static boolean mixed(String text, int start, int end, int charsMin, int charsMax) {
        var letters = 0;
        var digits = 0;
        for (var index = start; index < end; index++) {
            letters += Ascii.isLetter(text.charAt(index)) ? 1 : 0;
            digits += Ascii.isDigit(text.charAt(index)) ? 1 : 0;
        }
        return digits > 0 && letters > 0 && letters + digits >= charsMin && letters + digits <= charsMax;
    }
}
