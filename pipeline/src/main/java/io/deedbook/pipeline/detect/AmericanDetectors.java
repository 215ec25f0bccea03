// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.GOVERNMENT_ID;

import io.deedbook.pipeline.detect.Trigger.Around;
import java.util.List;

/** The definitions of what finds the numbers that the states of the Americas give to people. */
final class AmericanDetectors {
    private static final String[] NOT_A_PERSON = {
        "order", "invoice", "ticket", "sku", "part number", "build", "commit", "tracking", "article"
    };
    private static final String[] US_ITIN_WORDS = {"itin", "taxpayer id", "taxpayer identification", "tax id"};
    private static final String[] CA_SIN_WORDS = {
        "sin",
        "social insurance",
        "social insurance number",
        "num\u00e9ro d'assurance sociale",
        "assurance sociale",
        "nas",
        "sin number"
    };
    private static final String[] BR_CPF_WORDS = {"cpf", "cadastro de pessoas f\u00edsicas", "cpf mf"};
    private static final String[] BR_CNPJ_WORDS = {"cnpj", "cadastro nacional"};
    private static final String[] MX_RFC_WORDS = {"rfc", "registro federal de contribuyentes", "contribuyentes"};
    private static final String[] AR_CUIT_WORDS = {"cuit", "cuil"};
    private static final String[] CL_RUT_WORDS = {"rut", "run", "rol \u00fanico tributario", "rol \u00fanico nacional"};

    private static final int CNPJ_SIGNS_BEFORE = 10;

    private AmericanDetectors() {}

    static List<Detector> all() {
        return List.of(
                itin(),
                bareItin(),
                ein(),
                sin(),
                cpf(),
                bareCpf(),
                cnpj(),
                bareCnpj(),
                curp(),
                rfc(),
                bareRfc(),
                cuit(),
                bareCuit(),
                rut(),
                bareRut());
    }

    private static Detector itin() {
        return Detector.of("us_itin", GOVERNMENT_ID)
                .region("US")
                .what("US individual taxpayer identification number", "begins with 9, groups that are given")
                .reference("https://www.irs.gov/tin/itin/individual-taxpayer-identification-number-itin")
                .matches("912-70-1234", "900-88-0001", "999 94 1234")
                .rejects("812-70-1234", "912-69-1234", "912-93-1234")
                .confidence(Confidence.MEDIUM)
                .near(US_ITIN_WORDS)
                .on(Shape.of("999-99-9999", "999 99 9999"), AmericanNumber::itin);
    }

    private static Detector bareItin() {
        return Detector.of("us_itin", GOVERNMENT_ID)
                .region("US")
                .reference("https://www.irs.gov/tin/itin/individual-taxpayer-identification-number-itin")
                .matches("912701234", "900880001", "999941234")
                .rejects("812701234", "912691234", "9127012340")
                .confidence(Confidence.LOW)
                .near(US_ITIN_WORDS)
                .on(Shape.of("999999999"), AmericanNumber::itin);
    }

    private static Detector ein() {
        return Detector.of("us_ein", GOVERNMENT_ID)
                .region("US")
                .what("US employer identification number", "prefixes that are given")
                .reference("https://www.irs.gov/businesses/small-businesses-self-employed/employer-id-numbers")
                .matches("12-3456789", "91-1144442", "46-1234567")
                .rejects("07-3456789", "12-345678", "123-456789")
                .confidence(Confidence.LOW)
                .near(
                        "ein",
                        "fein",
                        "employer identification",
                        "employer id",
                        "federal tax id",
                        "federal tax",
                        "tax id",
                        "taxpayer id",
                        "irs")
                .on(Shape.of("99-9999999"), AmericanNumber::ein);
    }

    private static Detector sin() {
        return Detector.of("ca_sin", GOVERNMENT_ID)
                .region("CA")
                .what("Canadian social insurance number", "Luhn, a word beside it")
                .reference("https://www.canada.ca/en/employment-social-development/services/sin.html")
                .matches("046-454-286", "130 692 544", "460344013")
                .rejects("046-454-287", "846-454-286", "046-454-2860")
                .confidence(Confidence.LOW)
                .near(CA_SIN_WORDS)
                .notNear(NOT_A_PERSON)
                .on(Shape.of("999-999-999", "999 999 999", "999999999"), AmericanNumber::sin);
    }

    private static Detector cpf() {
        return Detector.of("br_cpf", GOVERNMENT_ID)
                .region("BR")
                .what("Brazilian taxpayer number of a person", "two check digits modulo 11")
                .reference("https://pt.wikipedia.org/wiki/Cadastro_de_Pessoas_F%C3%ADsicas")
                .matches("111.444.777-35", "529.982.247-25", "529982247-25")
                .rejects("111.444.777-36", "111.111.111-11", "1111.444.777-35")
                .near(BR_CPF_WORDS)
                .on(Shape.of("999.999.999-99", "999999999-99"), AmericanNumber::cpf);
    }

    private static Detector bareCpf() {
        return Detector.of("br_cpf", GOVERNMENT_ID)
                .region("BR")
                .reference("https://pt.wikipedia.org/wiki/Cadastro_de_Pessoas_F%C3%ADsicas")
                .matches("11144477735", "52998224725", "12345678909")
                .rejects("11144477736", "11111111111", "111444777350")
                .confidence(Confidence.LOW)
                .near(BR_CPF_WORDS)
                .on(Shape.of("99999999999"), AmericanNumber::cpf);
    }

    private static Detector cnpj() {
        return Detector.of("br_cnpj", GOVERNMENT_ID)
                .region("BR")
                .what("Brazilian number of a company", "two check digits modulo 11")
                .reference("https://pt.wikipedia.org/wiki/Cadastro_Nacional_da_Pessoa_Jur%C3%ADdica")
                .matches("11.222.333/0001-81", "11444777/0001-61", "73.857.687/0001-50", "12.ABC.345/01DE-35")
                .rejects("11.222.333/0001-82", "11.111.111/1111-11", "11.222.333/0001-811", "12.ABC.345/01DE-36")
                .near(BR_CNPJ_WORDS)
                .pattern("[0-9A-Z]{2}\\.?[0-9A-Z]{3}\\.?[0-9A-Z]{3}/[0-9A-Z]{4}-[0-9]{2}", 0, 18)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .form(Detector.Form.ALPHANUMERIC)
                .validator(AmericanNumber::writtenCnpj)
                .on(new Around("/", AmericanNumber::isCnpjSign, CNPJ_SIGNS_BEFORE, AmericanNumber::cnpjAhead));
    }

    private static Detector bareCnpj() {
        return Detector.of("br_cnpj", GOVERNMENT_ID)
                .region("BR")
                .reference("https://pt.wikipedia.org/wiki/Cadastro_Nacional_da_Pessoa_Jur%C3%ADdica")
                .matches("11222333000181", "11444777000161", "12ABC34501DE35")
                .rejects("11222333000182", "20261121094411", "112223330001810")
                .confidence(Confidence.LOW)
                .near(BR_CNPJ_WORDS)
                .on(Shape.of("9XXXXXXXXXXX99"), AmericanNumber::cnpj);
    }

    private static Detector curp() {
        return Detector.of("mx_curp", GOVERNMENT_ID)
                .region("MX")
                .what("Mexican population code", "date, state, check digit")
                .reference("https://es.wikipedia.org/wiki/Clave_%C3%9Anica_de_Registro_de_Poblaci%C3%B3n")
                .matches("BOXW310820HNERXN09", "PFYK760418HDFRXY07", "EVSQ800306HDFVIA07")
                .rejects("BOXW310820HNERXN08", "BOXW311320HNERXN09", "BOXW310820HXXRXN09")
                .near("curp")
                .on(Shape.of("AAAA999999AAAAAAX9"), AmericanNumber::curp);
    }

    private static Detector rfc() {
        return Detector.of("mx_rfc", GOVERNMENT_ID)
                .region("MX")
                .what("Mexican taxpayer code", "date; check digit, or a word beside it")
                .reference("https://es.wikipedia.org/wiki/Registro_Federal_de_Contribuyentes")
                .matches("GODE561231GR8", "OSZ5610176B6", "GODE561231GR8")
                .rejects("GODE561231GR9", "GODE561331GR8", "GODE561231GR")
                .confidence(Confidence.MEDIUM)
                .near(MX_RFC_WORDS)
                .on(Shape.of("AAAA999999XXX", "AAA999999XXX"), AmericanNumber::rfcChecked);
    }

    private static Detector bareRfc() {
        return Detector.of("mx_rfc", GOVERNMENT_ID)
                .region("MX")
                .reference("https://es.wikipedia.org/wiki/Registro_Federal_de_Contribuyentes")
                .matches("VECJ880326XX4", "GODE561231GR1", "ABC010203AB1")
                .rejects("GODE561331GR8", "GODE561231GR", "GODE561231GRB")
                .confidence(Confidence.LOW)
                .near(MX_RFC_WORDS)
                .on(Shape.of("AAAA999999XXX", "AAA999999XXX"), AmericanNumber::rfc);
    }

    private static Detector cuit() {
        return Detector.of("ar_cuit", GOVERNMENT_ID)
                .region("AR")
                .what("Argentine taxpayer or worker number", "kind of holder, modulo 11")
                .reference("https://es.wikipedia.org/wiki/Clave_%C3%9Anica_de_Identificaci%C3%B3n_Tributaria")
                .matches("20-05536168-2", "27-28455761-7", "20-12345678-6")
                .rejects("20-05536168-3", "21-05536168-2", "20-055361682")
                .confidence(Confidence.MEDIUM)
                .near(AR_CUIT_WORDS)
                .on(Shape.of("99-99999999-9"), AmericanNumber::cuit);
    }

    private static Detector bareCuit() {
        return Detector.of("ar_cuit", GOVERNMENT_ID)
                .region("AR")
                .reference("https://es.wikipedia.org/wiki/Clave_%C3%9Anica_de_Identificaci%C3%B3n_Tributaria")
                .matches("20055361682", "27284557617", "20123456786")
                .rejects("20055361683", "21055361682", "200553616820")
                .confidence(Confidence.LOW)
                .near(AR_CUIT_WORDS)
                .on(Shape.of("99999999999"), AmericanNumber::cuit);
    }

    private static Detector rut() {
        return Detector.of("cl_rut", GOVERNMENT_ID)
                .region("CL")
                .what("Chilean taxpayer number", "modulo 11")
                .reference("https://es.wikipedia.org/wiki/Rol_%C3%9Anico_Tributario")
                .matches("12.531.909-2", "7.654.321-6", "86.736.613-K", "86.736.613-k")
                .rejects("12.531.909-3", "11.111.111-1", "12.531.909")
                .near(CL_RUT_WORDS)
                .on(Shape.of("99.999.999-X", "9.999.999-X", "99.999.999-k", "9.999.999-k"), AmericanNumber::rut);
    }

    private static Detector bareRut() {
        return Detector.of("cl_rut", GOVERNMENT_ID)
                .region("CL")
                .reference("https://es.wikipedia.org/wiki/Rol_%C3%9Anico_Tributario")
                .matches("12531909-2", "7654321-6", "59368735-K")
                .rejects("12531909-3", "012531909-2", "12531909")
                .confidence(Confidence.LOW)
                .near(CL_RUT_WORDS)
                .on(Shape.of("99999999-X", "9999999-X", "99999999-k", "9999999-k"), AmericanNumber::rut);
    }
}
