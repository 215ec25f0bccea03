// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.FINANCIAL;
import static io.deedbook.pipeline.detect.Category.HEALTH;
import static io.deedbook.pipeline.detect.Category.IDENTITY;

import io.deedbook.pipeline.detect.Trigger.Digits;
import io.deedbook.pipeline.detect.Trigger.Letters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    private static final String[] BIRTH_WORDS = {
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
        "\uc0dd\ub144\uc6d4\uc77c",
        "nascimento",
        "data nasc",
        "dt nasc",
        "nascida",
        "nacimiento",
        "fecha nac",
        "fec nac",
        "naissance",
        "date naiss",
        "nascita",
        "nato a",
        "nata a",
        "geb",
        "geburt",
        "gebdatum",
        "geb datum",
        "tgl lahir",
        "lahir",
        "birthdate",
        "bday",
        "geboorte",
        "ur",
        "urodzony",
        "urodzona",
        "urodzenia",
        "f\u00f6dd",
        "f\u00f8dt",
        "datum narozen\u00ed",
        "narozen",
        "narozena",
        "datum ro\u0111enja",
        "sz\u00fclet\u00e9si id\u0151",
        "sz\u00fcletett",
        "data na\u0219terii",
        "n\u0103scut",
        "do\u011fum",
        "\u0440\u043e\u0434\u0438\u043b\u0441\u044f",
        "\u0440\u043e\u0434\u0438\u043b\u0430\u0441\u044c",
        "\u0434\u0430\u0442\u0430 \u043d\u0430\u0440\u043e\u0434\u0436\u0435\u043d\u043d\u044f",
        "\u03b7\u03bc\u03b5\u03c1\u03bf\u03bc\u03b7\u03bd\u03af\u03b1 \u03b3\u03ad\u03bd\u03bd\u03b7\u03c3\u03b7\u03c2",
        "\u51fa\u751f\u65e5\u671f",
        "\u8a95\u751f\u65e5",
        "\uc0dd\uc77c",
        "\ucd9c\uc0dd\uc77c",
        "ng\u00e0y sinh"
    };
    private static final String[] MEDICAL_DATE_WORDS = {
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
        "fecha de alta",
        "treated on",
        "appointment",
        "last visit",
        "sortie",
        "entlassen",
        "aufgenommen"
    };
    /** What tells that a date is not of a birth. */
    private static final String[] OTHER_DATE_WORDS = {
        "date of service",
        "service date",
        "admission",
        "admission date",
        "date of admission",
        "admitted",
        "discharge",
        "discharge date",
        "discharged",
        "date of death",
        "deceased",
        "died",
        "visit",
        "visit date",
        "surgery",
        "diagnosed",
        "appointment",
        "rendez vous",
        "termin",
        "cita",
        "issued",
        "issue date",
        "date of issue",
        "expires",
        "expiry",
        "expiry date",
        "expiration",
        "expiration date",
        "valid until",
        "created",
        "created at",
        "updated",
        "due date",
        "invoice date",
        "order date",
        "hire date",
        "start date",
        "end date",
        "released",
        "release date",
        "effective date"
    };

    private static final String[] PLATE_WORDS = {
        "license plate",
        "licence plate",
        "license plate number",
        "plate number",
        "number plate",
        "registration plate",
        "plate no",
        "plate",
        "vehicle registration",
        "vehicle reg",
        "registration number",
        "kennzeichen",
        "kfz kennzeichen",
        "kenteken",
        "immatriculation",
        "plaque",
        "targa",
        "matr\u00edcula",
        "placa",
        "license plates",
        "reg",
        "reg no",
        "reg number",
        "rego",
        "registration",
        "registration no",
        "vrn",
        "vrm",
        "nummernschild",
        "autokennzeichen",
        "plaque d'immatriculation",
        "nr rejestracyjny",
        "numer rejestracyjny",
        "registreringsnummer",
        "regnr",
        "nopol",
        "plat nomor",
        "\u8f66\u724c",
        "\u8f66\u724c\u53f7",
        "\u0433\u043e\u0441\u043d\u043e\u043c\u0435\u0440",
        "plaka",
        "rekisterinumero"
    };
    private static final String[] SERIAL_WORDS = {
        "serial",
        "serial number",
        "serial no",
        "serial num",
        "serialno",
        "device serial",
        "device serial number",
        "service tag",
        "asset tag",
        "seriennummer",
        "serien nr",
        "num\u00e9ro de s\u00e9rie",
        "n\u00famero de serie",
        "numero di serie",
        "serienummer"
    };
    private static final String[] CERTIFICATE_WORDS = {
        "medical license",
        "medical licence",
        "medical license number",
        "license number",
        "license no",
        "licence number",
        "licence no",
        "certificate number",
        "certificate no",
        "cert number",
        "cert no",
        "permit number",
        "permit no",
        "bar number",
        "professional license",
        "nursing license",
        "state license",
        "lizenznummer",
        "approbation"
    };
    private static final String PLATE = "[A-Z0-9]{5,8}|[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,5}){0,3}";
    private static final int PLATE_CHARS_MAX = 24;
    private static final String EXPIRY = "(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[0-9]{2}";
    private static final Validator ANY = Validator.NONE;
    /** What stands between a word for birth and its day. */
    private static final String BIRTH_NOUN = "(?:um)?\\.?(?: (?:le|il|el|em|op|den|a))?";

    private IdentityDetectors() {}

    static List<Detector> all() {
        return Stream.of(
                        List.of(labelledDateOfBirth()),
                        datesOfBirth(),
                        medicalDates(),
                        List.of(personName()),
                        List.of(applicant()),
                        List.of(named()),
                        List.of(namedInForm()),
                        List.of(frenchNamed()),
                        List.of(vinOfDigits()),
                        List.of(vinOfLetters()),
                        List.of(uncheckedVinOfDigits()),
                        List.of(uncheckedVinOfLetters()),
                        List.of(licensePlate()),
                        List.of(signedLicensePlate()),
                        List.of(platesByLetters()),
                        List.of(platesByDigits()),
                        List.of(germanPlates()),
                        List.of(deviceSerial()),
                        List.of(serialOfLetters()),
                        List.of(serialOfDigits()),
                        List.of(certificate()),
                        List.of(certificateNearby()),
                        List.of(swiftBic()),
                        List.of(cardCvv()),
                        List.of(cvvCell()),
                        List.of(cardExpiry()),
                        List.of(expiryCell()))
                .flatMap(List::stream)
                .toList();
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
                        "fecha de nacimiento: \u00ab14 de marzo de 1985\u00bb",
                        "BDAY:\u00ab19850314\u00bb",
                        "ur. \u00ab12 stycznia 1980\u00bb",
                        "nascimento=\u00ab14/03/85\u00bb")
                .rejects("adob: 1985-03-14", "born in 1985", "dob: 1985-13-14", "dob 2026-11-21 09:44:11");
        return Label.of(
                        "dob",
                        "d.o.b.",
                        "date of birth",
                        "birth date",
                        "birth day",
                        "birth time",
                        "bday",
                        "born",
                        "geboren",
                        "geb.",
                        "gebdatum",
                        "geburtsdatum",
                        "geburtstag",
                        "nacimiento",
                        "fecha nac",
                        "nacido",
                        "nacida",
                        "naissance",
                        "nascita",
                        "nascimento",
                        "data nasc.",
                        "nascido",
                        "nascida",
                        "geboortedatum",
                        "data urodzenia",
                        "urodzony",
                        "urodzona",
                        "ur.",
                        "tanggal lahir",
                        "tgl lahir")
                .before(definition, BIRTH_NOUN, WrittenDate.PATTERN, WrittenDate.CHARS_MAX, WrittenDate::validate);
    }

    private static List<Detector> datesOfBirth() {
        var dates = new ArrayList<>(dates(IdentityDetectors::birth));
        dates.add(date(IdentityDetectors::birth)
                .matches("19850314", "20011231", "19470416")
                .rejects("19851314", "18850314", "198503140")
                .pattern("(?:19|20)[0-9]{6}", 0, 8)
                .on(Digits.of("", 8, 8, 1, 8).startingWith("12").when(WrittenDate::compactAhead)));
        dates.add(date(IdentityDetectors::birth)
                .matches(
                        "1980\u5e744\u67083\u65e5",
                        "1985\ub144 3\uc6d4 14\uc77c",
                        "1985 \u5e74 12 \u6708 1 \u65e5",
                        "\u662d\u548c\u00ab55\u5e744\u67083\u65e5\u00bb")
                .rejects("1985\u5e74", "3\u67083\u65e5", "985\u5e743\u67083\u65e5")
                .pattern(WrittenDate.EASTERN, 0, WrittenDate.CHARS_MAX)
                .edges(Edge.NUMBER, Edge.ANY)
                .on(Digits.of("", 1, 4, 1, 1)
                        .opening((first, next, second) -> second == 0 && (next == ' ' || next == '\0'))
                        .when(WrittenDate::easternAhead)));
        dates.add(star());
        return dates;
    }

    /** The sign of genealogists, behind a name. */
    private static Detector star() {
        return Detector.of("date_of_birth", IDENTITY)
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches("(*\u00ab14.03.1985\u00bb)", "(* \u00ab4.3.1985\u00bb in Ulm)")
                .rejects("(*1985)", "(*14.03.1985*)", "f(*10.1.1985.2)")
                .pattern("\\(\\* ?([0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4})", 1, 14)
                .edges(Edge.WORD, Edge.NUMBER)
                .validator(
                        (text, start, end) -> text.startsWith("*", end) ? null : WrittenDate.validate(text, start, end))
                .on(Trigger.Literals.of("(*"));
    }

    private static DetectorBuilder birth() {
        return Detector.of("date_of_birth", IDENTITY)
                .reference(HIPAA)
                .near(BIRTH_WORDS)
                .notNear(OTHER_DATE_WORDS);
    }

    private static List<Detector> medicalDates() {
        return dates(() -> Detector.of("medical_date", HEALTH)
                .what("date of an admission, a treatment, a discharge or a death", "a word beside it")
                .reference(HIPAA)
                .near(MEDICAL_DATE_WORDS)
                .notNear(BIRTH_WORDS));
    }

    /** Dates that a word near them explains. */
    private static List<Detector> dates(Supplier<DetectorBuilder> definition) {
        return List.of(
                date(definition)
                        .matches("1985-03-14", "14.03.1985", "3/14/1985", "14/03/85", "1985.3.14")
                        .rejects("1985-13-14", "1985-03-14T10:00:00Z", "1985-03-14 10:00")
                        .pattern(WrittenDate.SHAPE.pattern(), 0, WrittenDate.SHAPE.charsMax())
                        .on(Digits.of("-/.", 1, 4, 3, 6)
                                .opening(WrittenDate.SHAPE::isPossible)
                                .when(WrittenDate::ahead)),
                date(definition)
                        .matches("2 April 1953", "14 de marzo de 1985", "8. Februar 1982", "12 stycznia 1980")
                        .rejects("2 Apples 1953", "31 items", "14 March 85")
                        .pattern(WrittenDate.DAY_FIRST, 0, WrittenDate.CHARS_MAX)
                        .on(Digits.of("", 1, 2, 1, 1)
                                .opening(
                                        (first, next, second) -> second == 0 && next != Opening.CAPITAL && next != '\0')
                                .when(WrittenDate::dayFirstAhead)),
                date(definition)
                        .matches("March 14, 1985", "Sept 3rd, 1971", "Jan. 16 1982")
                        .rejects("March 14", "may 5 apples", "smarch 14, 1985")
                        .pattern(WrittenDate.MONTH_FIRST, 0, WrittenDate.CHARS_MAX)
                        .on(Trigger.Literals.of(WrittenDate.MONTHS).when(WrittenDate::monthFirstAhead)));
    }

    private static DetectorBuilder date(Supplier<DetectorBuilder> definition) {
        return definition
                .get()
                .confidence(Confidence.LOW)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(WrittenDate::validate);
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

    private static Detector applicant() {
        var definition = Detector.of("person_name", IDENTITY)
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches(
                        "Patient: \u00abJane Doe\u00bb",
                        "\"patient\": \"\u00abJohn Q. Public\u00bb\"",
                        "patient=\u00abJane Doe\u00bb",
                        "Applicant: \u00abJane Doe\u00bb")
                .rejects("patient: Jane", "Patient Care Plan", "patient: Optional[Patient]");
        return Label.of(
                        "patient",
                        "applicant",
                        "claimant",
                        "policy holder",
                        "next of kin",
                        "emergency contact",
                        "antragsteller",
                        "versicherter")
                .withSign()
                .before(
                        definition,
                        "(?:'s)?(?: name)?",
                        PersonName.PATTERN,
                        PersonName.CHARS_MAX,
                        PersonName::validateFull);
    }

    private static Detector named() {
        var definition = namedBesideOthers()
                .matches("Name: \u00abJane Doe\u00bb", "\"name\": \"\u00abJane Doe\u00bb\"")
                .rejects("name: Jane", "Name Jane Doe", "name: String");
        return Label.of("name", "nome", "naam", "nama")
                .withSign()
                .before(definition, "", PersonName.PATTERN, PersonName.CHARS_MAX, PersonName::validateFull);
    }

    private static Detector namedInForm() {
        var definition = Detector.of("person_name", IDENTITY)
                .reference(HIPAA)
                .confidence(Confidence.MEDIUM)
                .matches("Name: \u00abJane Doe\u00bb\nDOB: x", "name: \u00abJohn Q. Public\u00bb, gender: x")
                .rejects("name: Jane Doe", "name: Jane, dob: x");
        return Label.of("name")
                .withSign()
                .before(definition, "", PersonName.PATTERN, PersonName.CHARS_MAX, PersonName::validateInForm);
    }

    private static Detector frenchNamed() {
        var definition = namedBesideOthers()
                .matches("Nom : \u00abMarie Dupont\u00bb", "nom: \u00abJean-Luc Martin\u00bb")
                .rejects("nom: Marie", "nom: string");
        return Label.of("nom")
                .withSign()
                .before(definition, "", PersonName.PATTERN, PersonName.CHARS_MAX, PersonName::validateFull);
    }

    /** Things have names too: something else of a person must be near. */
    private static DetectorBuilder namedBesideOthers() {
        return Detector.of("person_name", IDENTITY)
                .reference(HIPAA)
                .confidence(Confidence.LOW)
                .near(
                        "dob",
                        "date of birth",
                        "born",
                        "birth",
                        "ssn",
                        "social security",
                        "passport",
                        "patient",
                        "applicant",
                        "applicant s",
                        "nhs",
                        "mrn",
                        "phone",
                        "telephone",
                        "mobile",
                        "email",
                        "e mail",
                        "mail",
                        "gender",
                        "sex",
                        "nationality",
                        "geburtsdatum",
                        "geboren",
                        "geb",
                        "naissance",
                        "nir",
                        "nacimiento",
                        "nascimento",
                        "nascita",
                        "dni",
                        "nif",
                        "cpf",
                        "telefon",
                        "tel")
                .notNear("company", "product", "host", "package", "project", "repository");
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
                        "number plate",
                        "vehicle registration",
                        "kennzeichen",
                        "kenteken",
                        "immatriculation",
                        "targa")
                .before(definition, PLATE, PLATE_CHARS_MAX, IdentityDetectors::isPlate);
    }

    /** Words that have other meanings too. */
    private static Detector signedLicensePlate() {
        var definition = Detector.of("license_plate", IDENTITY)
                .reference("https://en.wikipedia.org/wiki/Vehicle_registration_plate")
                .confidence(Confidence.MEDIUM)
                .matches("placa: \u00abETU6E69\u00bb", "\"plate\": \"\u00abAB12 CDE\u00bb\"", "rego=\u00abABC12D\u00bb")
                .rejects("plate: 12", "placa: azul", "template: ABC1234");
        return Label.of("plate", "placa", "plaka", "rego", "vrn", "regnr", "nummernschild", "nopol")
                .withSign()
                .before(definition, PLATE, PLATE_CHARS_MAX, IdentityDetectors::isPlate);
    }

    private static Detector platesByLetters() {
        return plate().matches("AB12 CDE", "AB-123-CD", "ABC-1234", "MH12AB1234", "ABC-1D23")
                .rejects("ABCD-1234", "ab12 cde", "AB-1234-CD")
                .on(
                        Shape.of(
                                "AA99 AAA",
                                "AA99AAA",
                                "AA-999-AA",
                                "AA999AA",
                                "AAA-9999",
                                "AAA9999",
                                "AAA-999",
                                "AAA999",
                                "AAA9A99",
                                "A999 AAA",
                                "A9 AAA",
                                "A99 AAA",
                                "AAA 999",
                                "AAA-9A99",
                                "AA-99-AA",
                                "AA-99-99",
                                "AA 999 AA",
                                "AA~99999",
                                "AA~99~AA~9999",
                                "A 9999 AAA",
                                "A 9999 AA"),
                        Check.NONE);
    }

    private static Detector platesByDigits() {
        return plate().matches("7ABC123", "1234 BCD", "12-AB-34")
                .rejects("7ABC1234", "1234 bcd", "123-AB-345")
                .on(
                        Shape.of("9AAA999", "9999~AAA", "999~AAA", "99-AA-99", "99-AAA-9", "9-AAA-99", "99-99-AA"),
                        Check.NONE);
    }

    private static Detector germanPlates() {
        return plate().region("DE")
                .matches("B-MW 1234", "HH-AF 2226", "M-TO 4948E")
                .rejects("B-MW", "b-mw 1234", "ABCD-MW 1234")
                .pattern("[A-Z\u00c4\u00d6\u00dc]{1,3}-[A-Z]{1,2} ?[1-9][0-9]{0,3}[EH]?", 0, 12)
                .edges(Edge.WORD, Edge.WORD)
                .on(new Trigger.Around(
                        "-", unit -> (unit >= 'A' && unit <= 'Z') || unit > 0x7F, 3, (text, start, end) -> {
                            var index = end;
                            while (index < end + 2 && index < text.length() && Ascii.isLetter(text.charAt(index))) {
                                index++;
                            }
                            return index > end && (Ascii.isDigitAt(text, index) || text.startsWith(" ", index));
                        }));
    }

    private static DetectorBuilder plate() {
        return Detector.of("license_plate", IDENTITY)
                .reference("https://en.wikipedia.org/wiki/Vehicle_registration_plate")
                .confidence(Confidence.LOW)
                .near(PLATE_WORDS)
                .notNear(OtherFields.than("plate", "license", "licence"));
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

    private static Detector serialOfLetters() {
        return serial().matches("C02XG0FDJGH5", "PF8GJVKN", "SN25167698")
                .rejects("C02XG", "c02xg0fdjgh5", "SERIAL")
                .on(new Letters(1, 12, 1, 14, IdentityDetectors::serialAhead));
    }

    private static Detector serialOfDigits() {
        return serial().matches("5CD9848GVY", "7KXQ2Z2", "1S20ABC")
                .rejects("5CD98", "5cd9848gvy", "12345678")
                .on(Digits.of("", 1, 14, 1, 1)
                        .opening((first, next, second) -> next == Opening.CAPITAL)
                        .when(IdentityDetectors::serialAhead));
    }

    private static DetectorBuilder serial() {
        return Detector.of("device_serial", IDENTITY)
                .reference(HIPAA)
                .confidence(Confidence.LOW)
                .near(SERIAL_WORDS)
                .notNear(OtherFields.than("serial"))
                .pattern("[A-Z0-9]{7,15}", 0, 15)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator((text, start, end) -> serialAhead(text, start, end) ? new Span(start, end) : null);
    }

    /** Whether a word of capital letters and digits stands here. */
    private static boolean serialAhead(String text, int start, int ignored) {
        var end = start;
        while (end < text.length() && end - start < 16 && isSerialSign(text.charAt(end))) {
            end++;
        }
        var inName = text.startsWith("_", end) || (start > 0 && text.charAt(start - 1) == '_');
        return Edge.NUMBER.allowsEnd(text, end)
                && !inName
                && mixed(text, start, end, 7, 15)
                && !isHexadecimal(text, start, end);
    }

    /** As serial numbers of certificates are. */
    private static boolean isHexadecimal(String text, int start, int end) {
        for (var index = start; index < end; index++) {
            if (text.charAt(index) > 'F') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSerialSign(char unit) {
        return Ascii.isDigit(unit) || (unit >= 'A' && unit <= 'Z');
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
                        "certificate number: \u00abRN1234567\u00bb",
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
                        "permit no",
                        "bar number",
                        "lizenznummer")
                .before(definition, "(?:[A-Z]{1,4}-?)?[0-9]{4,12}[A-Z]?", 24, ANY);
    }

    private static Detector certificateNearby() {
        return Detector.of("certificate_license_number", IDENTITY)
                .reference(HIPAA)
                .confidence(Confidence.LOW)
                .matches("LIC-6148935", "CPA90051", "RN-564419")
                .rejects("LIC-614", "cpa90051", "LICENSE-614893")
                .near(CERTIFICATE_WORDS)
                .notNear(OtherFields.than("license", "licence", "certificate"))
                .on(
                        Shape.of(
                                "A~99999",
                                "A~999999",
                                "A~9999999",
                                "AA~99999",
                                "AA~999999",
                                "AA~9999999",
                                "AA~99999999",
                                "AAA~99999",
                                "AAA~999999",
                                "AAA~9999999",
                                "AAA~99999999"),
                        Check.NONE);
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
                .matches(
                        "CVV: \u00ab123\u00bb",
                        "\"cvc\":\"\u00ab9876\u00bb\"",
                        "security code \u00ab321\u00bb",
                        "Pr\u00fcfziffer \u00ab219\u00bb")
                .rejects("cvv 12", "cvv: 12345", "security code review 123");
        return Label.of(
                        "cvv",
                        "cvc",
                        "cv2",
                        "security code",
                        "card verification",
                        "codigo de seguridad",
                        "digo de seguridad", // behind a letter with an accent, as the next two
                        "fziffer",
                        "fnummer",
                        "cryptogramme")
                .before(definition, "2?(?: ?(?:code|number|value|no\\.?))?", "[0-9]{3,4}", 4, ANY);
    }

    private static Detector cvvCell() {
        return Detector.of("card_cvv", FINANCIAL)
                .reference("https://en.wikipedia.org/wiki/Card_security_code")
                .confidence(Confidence.LOW)
                .matches(",\u00ab123\u00bb,", "|\u00ab9876\u00bb|", "\t\u00ab007\u00bb\t")
                .rejects("12", "12345", "1.23")
                .near("cvv", "cvv2", "cvc", "cvc2", "card cvv", "card cvc", "security code", "card verification")
                .notNear(OtherFields.than("cvv"))
                .pattern("[0-9]{3,4}", 0, 4)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(Cell::validate)
                .on(Digits.of("", 3, 4, 1, 3)
                        .when((text, start, end) -> Cell.is(text, start, DigitGroups.endOfDigits(text, start))));
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
                        EXPIRY,
                        9,
                        (text, start, end) -> Edge.NUMBER.allowsEnd(text, end) && !text.startsWith("/", end)
                                ? new Span(start, end)
                                : null);
    }

    private static Detector expiryCell() {
        return Detector.of("card_expiry", FINANCIAL)
                .reference("https://en.wikipedia.org/wiki/Payment_card_number")
                .confidence(Confidence.LOW)
                .matches(",\u00ab12/27\u00bb,", "|\u00ab08 / 2029\u00bb|", ",\u00ab01-28\u00bb,")
                .rejects("13/27", "12/27/2026", "1/2")
                .near(
                        "exp",
                        "card exp",
                        "expiry",
                        "card expiry",
                        "exp date",
                        "expiry date",
                        "expiration",
                        "valid thru",
                        "g\u00fcltig bis")
                .pattern(EXPIRY, 0, 9)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(Cell::validate)
                .on(Digits.of("", 2, 2, 1, 2)
                        .startingWith("01")
                        .opening((first, next, second) -> " /-".indexOf(next) >= 0)
                        .when((text, start, end) ->
                                start + 4 < text.length() && " /-".indexOf(text.charAt(start + 2)) >= 0));
    }

    private static @Nullable Span isPlate(String text, int start, int end) {
        return mixed(text, start, end, 4, 10) ? new Span(start, end) : null;
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
