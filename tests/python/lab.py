"""A person at JupyterLab in Chromium: lab.py NOTEBOOK SCREENSHOTS.

Opens the notebook, runs all cells, waits for a table and a chart, completes a name with Tab,
interrupts a loop with the stop button, restarts the kernel, and takes a picture after each step.
Fails when something that should be on the page is not.
"""

import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

# A busy machine may be slow; nothing here is a measurement.
PATIENCE = 300
# Chromium without a screen, without other traffic, and without the sandbox that root cannot have.
FLAGS = """--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage
    --window-size=1280,1400""".split()
# No news, no tips, no building: what a person sees who has used it before.
SETTINGS = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": '{"fetchNews": "false", "checkForUpdates": false}',
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": '{"windowingMode": "none"}',
}


class Lab:
    """A JupyterLab server of its own: settings, runtime files and kernel are nobody else's."""

    def __init__(self, folder):
        self.token = secrets.token_hex(16)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        settings = pathlib.Path(os.environ["JUPYTER_CONFIG_DIR"]) / "lab" / "user-settings"
        for name, text in SETTINGS.items():
            (settings / name).parent.mkdir(parents=True, exist_ok=True)
            (settings / name).write_text(text)
        port = self.url.rsplit(":", 1)[1]
        arguments = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0",
                     f"--IdentityProvider.token={self.token}", "--expose-app-in-browser"]
        self.log = tempfile.TemporaryFile("w+")
        command = [sys.executable, "-m", "jupyterlab", *arguments]
        self.process = subprocess.Popen(command, cwd=folder, stdout=self.log, stderr=subprocess.STDOUT)

    def is_up(self, _driver):
        if self.process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended:\n{self.said()}")
        try:
            return urllib.request.urlopen(f"{self.url}/api?token={self.token}", timeout=5).status == 200
        except OSError:
            return False

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Page:
    """What a person does and sees on the page."""

    def __init__(self, driver, pictures):
        self.driver, self.pictures = driver, pictures
        self.wait = WebDriverWait(driver, PATIENCE, poll_frequency=0.2,
                                  ignored_exceptions=[StaleElementReferenceException])

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def until(self, what, look):
        try:
            return self.wait.until(lambda _driver: look())
        except Exception as error:
            self.picture("99_failed")
            cells = [cell.text for cell in self.all(".jp-Cell")]
            raise AssertionError(f"{what} did not come about; the last cells: {cells[-3:]}") from error

    def picture(self, name, of=None):
        """Takes a picture of the page with this element, or the last outputs, in the middle."""
        of = of or ([None] + self.all(".jp-CodeCell .jp-Cell-outputArea .jp-OutputArea-output"))[-1]
        if of:
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", of)
        self.driver.save_screenshot(str(self.pictures / f"{name}.png"))

    def command(self, name):
        """Runs one of JupyterLab's commands, as its menus and buttons do, without waiting for its end."""
        self.driver.execute_script("window.jupyterapp.commands.execute(arguments[0])", name)

    def kernel_is(self, state):
        script = "return window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status"
        return self.driver.execute_script(script) == state

    def prompts(self):
        return [prompt.text.strip() for prompt in self.all(".jp-CodeCell .jp-InputPrompt")]

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def run_in_new_cell(self, code):
        """Types into a new cell at the end, as a person would, and presses Shift+Enter."""
        self.type_in_new_cell(code)
        ActionChains(self.driver).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(Keys.SHIFT).perform()

    def type_in_new_cell(self, code):
        self.driver.find_element(By.CSS_SELECTOR, ".jp-Notebook").click()
        self.command("notebook:enter-command-mode")
        self.driver.execute_script("window.getSelection().removeAllRanges()")
        last = self.all(".jp-Notebook .jp-Cell")[-1]
        self.driver.execute_script("arguments[0].scrollIntoView()", last)
        last.find_element(By.CSS_SELECTOR, ".jp-InputPrompt").click()
        self.command("notebook:insert-cell-below")
        self.command("notebook:enter-edit-mode")
        self.until("the new cell has the focus", lambda: self.all(".jp-Cell.jp-mod-active .cm-focused"))
        self.keys(code)

    def completed(self, name):
        """Whether the cell that is being edited ends in this name."""
        lines = self.all(".jp-Cell.jp-mod-active .cm-content")
        return bool(lines) and lines[0].text.strip().endswith(name)

    def last_outputs(self):
        return [output.text for output in self.all(".jp-CodeCell .jp-OutputArea-output")]


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    profile = tempfile.mkdtemp(prefix="chromium-")
    for flag in [*FLAGS, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service), profile


def visit(page, lab, notebook):
    page.driver.get(f"{lab.url}/lab/tree/{notebook}?token={lab.token}&reset")
    page.until("the notebook is open", lambda: page.all(".jp-Notebook .jp-Cell"))
    page.until("the kernel is ready", lambda: page.kernel_is("idle"))
    page.command("application:toggle-left-area")
    page.until("the notebook is drawn", lambda: not page.all(".jp-Spinner") and page.all(".jp-MarkdownOutput h1"))
    page.picture("01_opened")

    page.command("notebook:run-all-cells")
    page.until("all cells have run", lambda: all(
        prompt.strip("[]:").isdigit() for prompt, cell in zip(page.prompts(), page.all(".jp-CodeCell .cm-content"))
        if cell.text.strip()))
    page.until("the kernel is idle", lambda: page.kernel_is("idle"))
    table = page.until("a table", lambda: page.all(".jp-OutputArea .jp-RenderedHTMLCommon table tbody tr td"))
    chart = page.until("a chart", lambda: page.all(".jp-OutputArea .jp-RenderedSVG img, .jp-OutputArea .jp-RenderedSVG svg"))
    size = chart[0].size
    assert len(table) > 3 and size["width"] > 100 and size["height"] > 100, (len(table), size)
    assert not page.all(".jp-OutputArea .jp-RenderedText[data-mime-type='application/vnd.jupyter.error']")
    page.picture("02_table", table[0])
    page.picture("03_chart", chart[0])

    page.type_in_new_cell("let lab_value = 41; let lab_other = Logi")
    page.keys(Keys.TAB)
    offers = page.until("names are offered", lambda: page.all(".jp-Completer-item") or page.completed("LogisticRegression"))
    page.picture("04_completion", page.all(".jp-Cell.jp-mod-active")[0])
    if offers is not True:
        page.keys(Keys.ENTER)
    page.until("the name is completed", lambda: page.completed("LogisticRegression"))
    page.keys("::new();", Keys.ESCAPE)
    page.command("notebook:run-cell")
    page.until("the kernel is idle", lambda: page.kernel_is("idle"))

    page.run_in_new_cell('println!("turning"); loop {}')
    page.until("the loop has begun", lambda: any("turning" in text for text in page.last_outputs()))
    page.until("the kernel is busy", lambda: page.kernel_is("busy"))
    page.picture("05_running")
    page.driver.find_element(By.CSS_SELECTOR, "[data-jp-item-name='interrupt'] [data-command], "
                             "[data-jp-item-name='interrupt'] jp-button, [data-jp-item-name='interrupt']").click()
    page.until("the loop has ended", lambda: any("KeyboardInterrupt" in text for text in page.last_outputs()))
    page.picture("06_interrupted")
    page.run_in_new_cell("lab_value + 1")
    page.until("variables are kept", lambda: any(text.strip() == "42" for text in page.last_outputs()))

    page.run_in_new_cell("lab_value + undefined_name")
    page.until("an error is shown", lambda: any("cannot find value" in text for text in page.last_outputs()))
    page.picture("07_error")

    page.command("kernelmenu:restart")
    accept = page.until("the question whether to restart", lambda: page.all(".jp-Dialog .jp-mod-accept"))
    accept[0].click()
    page.until("the question is gone", lambda: not page.all(".jp-Dialog"))
    page.until("the kernel is ready", lambda: page.kernel_is("idle"))
    page.run_in_new_cell("lab_value")
    page.until("the kernel has forgotten", lambda: any("cannot find value `lab_value`" in text for text in page.last_outputs()))
    page.picture("08_restarted")


def main():
    notebook, pictures = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.png"):
        old.unlink()
    lab = Lab(notebook.parent)
    try:
        driver, profile = browser()
        try:
            page = Page(driver, pictures)
            page.until("JupyterLab answers", lambda: lab.is_up(driver))
            visit(page, lab, notebook.name)
        finally:
            driver.quit()
            shutil.rmtree(profile, ignore_errors=True)
    except Exception:
        print(lab.said(), file=sys.stderr)
        raise
    finally:
        lab.stop()


if __name__ == "__main__":
    main()
