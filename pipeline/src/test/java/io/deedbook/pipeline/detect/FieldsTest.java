// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that their field tells: what is found of a type stands between «». */
class FieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "us_aba_routing <- routing number «077869944», account number 222333444",
                "us_bank_account <- routing number 077869944, account number «222333444»",
                "medical_record_number <- MRN: «H500428», NPI 1468419001",
                "us_npi <- MRN: H500428, NPI «1468419001»",
                "date_of_birth <- DOB: «03/16/1998». Discharged on 2023-07-08",
                "medical_date <- DOB: 03/16/1998. Discharged on «2023-07-08»",
                "us_bank_account <- {\"account\":\"checking\",\"ts\":1760352364}",
                "jp_my_number <- | 個人番号 | «3654-2004-6187» |"
            })
    void scan_givesAValueToTheFieldNearestBeforeIt(String type, String marked) {
        assertMarked(type, marked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "date_of_birth <- <dt>DOB</dt><dd>«1980-01-02»</dd>",
                "date_of_birth <- <tr><th>Date of birth:</th> <td class=\"x\">«2 April 1953»</td></tr>",
                "date_of_birth <- | DOB | «1980-01-02» |",
                "date_of_birth <- **DOB:** «1980-01-02»",
                "date_of_birth <- <input name=\"dob\" value=\"«1980-01-02»\">",
                "person_name <- <dt>Full name</dt><dd>«Maria Kowalski»</dd>",
                "person_name <- Patient name: «Ingrid Brennan», DOB: 08/10/1982",
                "person_name <- Name: «Jane Nguyen», date of birth 2 April 1953",
                "device_serial <- Serial No. «PF27MYO4» and more",
                "card_cvv <- card security code (CVC) «560»",
                "health_plan_id <- Insurance Member ID: «489419460-01»",
                "us_drivers_license <- Use DL# «L9565020» for it"
            })
    void scan_readsWhatStandsBetweenLabelAndValue(String type, String marked) {
        assertMarked(type, marked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "card_cvv <- pan,exp,cvv\\n1,09/28,«167»\\n2,11/27,«6180»",
                "card_expiry <- pan,exp,cvv\\n1,«09/28»,167\\n2,«11/27»,6180",
                "license_plate <- id,plate_number\\n1,«HH-AF 2226»\\n2,«DZ16 QXP»",
                "device_serial <- id,serial_number\\n1,«5CD9848GVY»\\n2,«SN25167698»",
                "us_zip <- id,zip\\n1,«39174»",
                "in_aadhaar <- {\"path\":\"/a.csv\",\"content\":\"id,b,aadhaar\\n1,x,«246710329561»\\n2,y,«889800658049»\"}",
                "drivers_license <- String licensePlate = \"4BPR271\";\\nString drivingLicence = \"«MORGA908039SM9DI»\";"
            })
    void scan_readsTheHeadOfTheColumn(String type, String marked) {
        assertMarked(type, marked.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "postal_address <- at «123 Main Street, Springfield, IL 62704».",
                "postal_address <- «123 Main St\\nSpringfield, IL 62704»",
                "postal_address <- «Musterstraße 12, 10115 Berlin» und",
                "postal_address <- «10 High Street, London SW1A 1AA»",
                "postal_address <- «12 rue de la Paix, 75002 Paris» est",
                "postal_address <- «Kerkstraat 12, 1017 GC Amsterdam»",
                "postal_address <- in «Via Roma 12, 00184 Roma»"
            })
    void scan_findsStreetAndTownAsOne(String type, String marked) {
        assertMarked(type, marked.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mrn column dropped in V18__drop.sql, 47701 rows affected",
                "zip column dropped, 80657 rows affected",
                "<dl>\n  <dt>Routing</dt><dd>12345678</dd>",
                "transit time 12-438 hours, 10512-745 range",
                "error E8041008 at 0x61ab2f11, see KB5376036",
                "zip file 12345.zip, zip 12345.zip, gzip -9",
                "#define PK11URI_PATTR_SERIAL \"serial\"",
                "\u00a9 2014 Piotr Dr\u0105g",
                "name: Build Docker Image",
                "#define SN_ripemd160 \"RIPEMD160\""
            })
    void scan_findsNobodyInWhatOnlyLooksLikeAField(String text) {
        assertThat(DetectorEngine.builtIn().scan(text)).isEmpty();
    }

    private static void assertMarked(String type, String marked) {
        var text = marked.replace("«", "").replace("»", "");
        var found = new StringBuilder(text);
        var findings = DetectorEngine.builtIn().scan(text);
        for (var index = findings.size() - 1; index >= 0; index--) {
            var finding = findings.get(index);
            if (finding.type().equals(type)) {
                found.insert(finding.end(), '»').insert(finding.start(), '«');
            }
        }
        assertThat(found).hasToString(marked);
    }
}
