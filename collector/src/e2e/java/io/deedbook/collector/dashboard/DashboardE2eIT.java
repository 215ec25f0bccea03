// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.pipeline.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dashboard as a person meets it, in Chromium. Runs where the profile {@code e2e} finds it installed. */
final class DashboardE2eIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    /** A folder for a picture of each page, for people to look at; none unless it is named. */
    private static final @Nullable String PICTURES = System.getProperty("deedbook.pictures");

    /** The browser, the server and PostgreSQL share a machine. */
    private static final double ANSWER_MILLIS_MAX = 30_000;

    private static ReadServer server;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(ANSWER_MILLIS_MAX);
        server = ReadServer.open();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        server.append(prompt(), command("rm -rf build/", "high"), read(), connector());
    }

    @AfterAll
    static void close() {
        browser.close();
        playwright.close();
        server.close();
    }

    @BeforeEach
    void openPage() {
        use(ColorScheme.LIGHT, 1280);
    }

    @AfterEach
    void closePage() {
        context.close();
        assertThat(complaints).as("what the browser complained about").isEmpty();
    }

    private void use(ColorScheme scheme, int width) {
        if (context != null) {
            context.close();
        }
        context = browser.newContext(
                new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("403")) {
                complaints.add(message.text());
            }
        });
    }

    private static SealedRecord prompt() {
        return server.record(draft -> {
            draft.put(Field.ACTION, "user_prompt");
            draft.put(Field.EVENT, "user_prompt");
            draft.put(Field.SESSION_ID, "session-1");
            draft.put(Field.PROMPT_ID, "prompt-1");
            draft.put(Field.USER_EMAIL, "[email:7f3a9c]");
            draft.content()
                    .put("prompt", "Clean the build, tell [email:51c0de] that card [credit_card:02be41] failed");
            draft.pii().put("email", 1);
            draft.pii().put("credit_card", 1);
            draft.put(Field.RISK, "medium");
        });
    }

    private static SealedRecord command(String command, String risk) {
        return server.record(draft -> {
            draft.put(Field.SESSION_ID, "session-1");
            draft.put(Field.PROMPT_ID, "prompt-1");
            draft.put(Field.USER_EMAIL, "[email:7f3a9c]");
            draft.put(Field.TOOL_NAME, "Bash");
            draft.put(Field.TARGET, command);
            draft.put(Field.DURATION_MS, 412L);
            draft.put(Field.RISK, risk);
            draft.put(Field.RULES, List.of(RuleSet.builtIn().rules().get(0).slug()));
            draft.put(Field.CONTROLS, List.of("soc2:CC6.1", "gdpr:art_32"));
            draft.content().put("toolInput", "{\"command\":\"" + command + "\"}");
        });
    }

    private static SealedRecord read() {
        return server.record(draft -> {
            draft.put(Field.ACTION, "file_read");
            draft.put(Field.SURFACE, "cowork");
            draft.put(Field.SESSION_ID, "session-1");
            draft.put(Field.TOOL_NAME, "Read");
            draft.put(Field.TARGET, "/srv/app/README.md");
            draft.put(Field.USER_EMAIL, "[email:7f3a9c]");
        });
    }

    private static SealedRecord connector() {
        return server.record(draft -> {
            draft.put(Field.ACTION, "connector_access");
            draft.put(Field.SURFACE, "office_agent");
            draft.put(Field.SESSION_ID, "session-2");
            draft.put(Field.CONNECTOR, "crm");
            draft.put(Field.OPERATION, "delete_contact");
            draft.put(Field.RISK, "critical");
            draft.put(Field.OUTCOME, "failure");
        });
    }

    private void signIn() {
        page.navigate(server.url("/dashboard"));
        page.getByLabel("Key").fill(server.readKey());
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Records");
    }

    private void picture(String name) {
        if (PICTURES != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(PICTURES, name + ".png"))
                    .setFullPage(true));
        }
    }

    @Test
    void records_arriveWhileThePageIsOpen() {
        signIn();
        assertThat(page.locator("#live")).hasText("Live");
        var before = Integer.parseInt(page.locator("#count-total").textContent());

        server.append(command("git push --force <b>origin</b>", "critical"));

        assertThat(page.locator("#rows tr").first()).containsText("git push --force <b>origin</b>");
        assertThat(page.locator("#count-total")).hasText(Integer.toString(before + 1));
    }

    @Test
    void filter_showsWhatPassesAndStaysInTheAddress() {
        signIn();
        page.locator("#f-action").selectOption("connector_access");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Filter"))
                .click();

        assertThat(page.locator("#rows tr")).hasCount(1);
        assertThat(page.locator("#rows tr")).containsText("crm · delete_contact");
        assertThat(page.url()).endsWith("/dashboard?action=connector_access");
        assertThat(page.locator("#f-action")).hasValue("connector_access");
    }

    @Test
    void record_showsWhyAndGivesItsProof() throws IOException {
        signIn();
        page.navigate(server.url("/dashboard?text=rm%20-rf"));
        page.locator("#rows .row-link").first().click();

        assertThat(page.locator("h1")).containsText("Shell command");
        assertThat(page.locator(".why h3").first())
                .containsText(RuleSet.builtIn().rules().get(0).title());

        var download = page.waitForDownload(() -> page.locator("#proof").click());
        assertThat(download.suggestedFilename()).endsWith(".tlog-proof");
        assertThat(Files.readString(download.path())).startsWith("c2sp.org/tlog-proof@v1\n");
    }

    @Test
    void session_isInOrderByPrompt() {
        signIn();
        page.navigate(server.url("/dashboard/sessions/session-1"));

        assertThat(page.locator(".prompt").first()).containsText("prompt-1");
        assertThat(page.locator(".prompt tr[data-index]").first()).containsText("Clean the build");
        assertThat(page.locator(".prompt mark").first()).hasText("[email:51c0de]");
    }

    @Test
    void keyboard_reachesARecord() {
        signIn();
        page.keyboard().press("Tab");
        page.locator("button", new Page.LocatorOptions().setHasText("Filter")).focus();
        for (var presses = 0; presses < 5; presses++) {
            page.keyboard().press("Tab");
            if ((Boolean) page.evaluate("document.activeElement.classList.contains('row-link')")) {
                page.keyboard().press("Enter");
                assertThat(page.locator("#proof")).isVisible();
                return;
            }
        }
        throw new AssertionError("no row was reached with the tab key");
    }

    @Test
    void signIn_tellsThatAKeyDoesNotDo() {
        page.navigate(server.url("/dashboard"));
        page.getByLabel("Key").fill("dbk_unknown");
        page.keyboard().press("Enter");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("cannot be used");
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void pages_areAccessible(ColorScheme scheme) {
        for (var width : new int[] {1280, 390}) {
            use(scheme, width);
            var name = scheme.name().toLowerCase(Locale.ROOT) + '-' + width;
            page.navigate(server.url("/dashboard"));
            check("login-" + name);
            signIn();
            assertThat(page.locator("#live")).hasText("Live");
            check("records-" + name);
            page.navigate(server.url("/dashboard?text=rm%20-rf"));
            page.locator("#rows .row-link").first().click();
            assertThat(page.locator("#proof")).isVisible();
            check("record-" + name);
            page.navigate(server.url("/dashboard/sessions/session-1"));
            check("session-" + name);
        }
    }

    private void check(String name) {
        picture(name);
        var violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations)
                .as(name)
                .extracting(Rule::getId, rule -> rule.getNodes().toString())
                .isEmpty();
        var overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow).as("%s: pixels that stand out sideways", name).isEqualTo(0);
    }
}
