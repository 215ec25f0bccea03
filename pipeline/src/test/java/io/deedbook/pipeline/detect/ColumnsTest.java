// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value in a table is told by the head of its column, however the table is written. */
class ColumnsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO staff (name, tax_no) VALUES ('Jane', '«V»'), ('Joe', '12')",
                "insert into staff(name,tax_no)\nvalues\n  ('Jane, née Doe', '«V»')",
                "psql -c \\\"INSERT INTO staff (name, tax_no) VALUES (now(), '«V»')\\\"",
                "cur.execute(\"INSERT INTO staff (name, tax_no) VALUES (?, ?)\", (\"Jane\", \"«V»\"))",
                "rows = [(\"Jane\", \"«V»\")]\ncur.executemany(\"INSERT INTO staff (name, tax_no) VALUES (%s, %s)\", rows)",
                "COPY staff (name, tax_no) FROM stdin;\nJane\t«V»\n",
                "[[\"name\",\"tax_no\"],[\"Jane\",\"«V»\"]]",
                "{\"columns\":[\"name\",\"tax_no\"],\"rows\":[[\"Jane\",\"«V»\"],[\"Joe\",\"1\"]]}",
                "{\"tax_no\":[\"1\",\"2\",\"«V»\",\"4\"]}",
                "tax_no:\n  - \"1\"\n  - \"2\"\n  - \"«V»\"\n",
                "<tr><th>name</th><th>tax_no</th></tr><tr><td>Jane</td><td>«V»</td></tr>",
                "<tr>\n<th>name</th>\n<th>tax_no</th>\n</tr>\n<tr>\n<th>Jane</th>\n<td>«V»</td>\n</tr>",
                "The list, as of today:\n\n| name | tax_no |\n|---|---|\n| Jane | «V» |\n",
                "$ cat staff.csv\nname,tax_no\nJane,«V»\n",
                " name |  tax_no\n------+---------\n Jane | «V»\n",
                "+------+--------+\n| name | tax_no |\n+------+--------+\n| Jane | «V» |\n",
                "NAME      TAX_NO      ROOM\nJane      «V»         12\n",
                "{\"stdout\":\"name\\ttax_no\\nJane\\t«V»\\n\"}"
            })
    void at_isUnderTheHeadOfTheColumn(String marked) {
        assertThat(headOf(marked)).containsPattern("(?i)tax_no").doesNotContainPattern("(?i)name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo(name, tax_no); bar('Jane', '«V»')",
                "INSERT INTO staff (name, tax_no) VALUES ('Jane', 'Doe', '«V»')",
                "Hello Jane,\nplease, see «V», thanks",
                "<td>Jane</td><td>«V»</td>",
                "- one\n- «V»\n"
            })
    void at_isUnderNoHeadWhereThereIsNone(String marked) {
        assertThat(headOf(marked)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1000", "20000"})
    void at_saysTheSameInWhateverOrderItIsAsked(int rows) {
        var text = "a,b\n1,2\n\nname,tax no,c\n" + "x,y,z\n".repeat(rows) + "\nroom,tax no,floor,d\n1,2,3,4\n";
        var forward = new Columns(text);
        var backward = new Columns(text);
        var heads = new String[text.length()];
        for (var place = 0; place < text.length(); place += 7) {
            heads[place] = name(forward, text, place);
        }
        for (var place = (text.length() - 1) / 7 * 7; place >= 0; place -= 7) {
            assertThat(name(backward, text, place)).isEqualTo(heads[place]);
        }
    }

    @Test
    void at_endsWhereThereAreTooManyCells() {
        var text = "[[\"room\",\"tax_no\"]" + ",[1,2]".repeat(HeadedCells.CELLS_MAX) + "]";
        var columns = new Columns(text);
        assertThat(name(columns, text, text.indexOf("2"))).contains("tax_no");
        assertThat(name(columns, text, text.length() - 3)).isEmpty();
    }

    private static String headOf(String marked) {
        var text = marked.replace("«", "").replace("»", "");
        return name(new Columns(text), text, marked.indexOf('«'));
    }

    private static String name(Columns columns, String text, int place) {
        var cell = columns.at(place);
        return cell == null
                ? ""
                : text.substring(cell.head().start(), cell.head().end());
    }
}
