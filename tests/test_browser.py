"""The notebooks in JupyterLab and Jupyter Notebook, and their exported pages, in a real Chromium: pytest -m browser

Needs playwright and axe-playwright-python from PyPI and the system's chromium. Everything runs on a copy of the
project, and no page reaches another machine.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import ipywidgets
import matplotlib.pyplot as plt
import nbformat
import pytest
from matplotlib.figure import Figure

from lesson import figures
from refresh import NOTEBOOKS

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
CHROMIUM = shutil.which("chromium")
FLAGS = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync").split()
# The video, which may fail to come, and an error of Notebook 7's own settings
EXCUSED = ("https://www.youtube.com/embed/", "Cannot read properties of undefined (reading 'schema')")

# Where nbconvert's own style sheet misses the contrast of 4.5: prompts, keys, and some colours of code
NOT_OURS = {"exclude": [[".prompt"], ["kbd"], [".highlight span"]]}

in_browser = pytest.mark.browser
each_notebook = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def browser():
    needs = {"chromium (from the system)": CHROMIUM, "playwright (from PyPI)": find_spec("playwright"),
             "axe-playwright-python (from PyPI)": find_spec("axe_playwright_python")}
    missing = [need for need, found in needs.items() if not found]
    assert not missing, "a browser test needs " + ", ".join(missing)
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    copy = tmp_path_factory.mktemp("browser") / "project"
    return shutil.copytree(NOTEBOOKS.parent, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))


@contextmanager
def serving(project, module, app):
    """A Jupyter server of its own that shows the project: its address, and a query with its token that forgets earlier tabs."""
    home = Path(tempfile.mkdtemp(dir=project.parent))
    folders = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run",
               "IPYTHONDIR": "ipython"}
    server = subprocess.Popen(
        [sys.executable, "-m", module, "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
         f"--{app}.expose_app_in_browser=True", "--LabApp.news_url=None",
         "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"],
        cwd=project, env={**os.environ, **{name: str(home / folder) for name, folder in folders.items()}},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not list(home.glob("run/jpserver-*-open.html")):  # written when it listens, after jpserver-*.json
            assert server.poll() is None, f"{module} ended instead of starting"
            time.sleep(0.1)
        [found] = home.glob("run/jpserver-*.json")
        info = json.loads(found.read_text())
        yield info["url"], f"?token={info['token']}&reset"
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture(scope="module")
def jupyterlab(project):
    with serving(project, "jupyterlab", "LabApp") as server:
        yield server


@pytest.fixture
def page(browser):
    """An empty page that reaches this machine only, and fails the test where anything failed but what is excused."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.route(lambda url: urlsplit(url).hostname not in (None, "127.0.0.1"), lambda route: route.abort())
        page, failed = context.new_page(), []
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.on("response", lambda reply: reply.status < 400 or failed.append(f"{reply.status} {reply.url}"))
        yield page
        assert [what for what in failed if not what.startswith(EXCUSED)] == []


def run_all(page, server, place, name):
    """Open the notebook in JupyterLab ("lab/tree") or Jupyter Notebook ("notebooks") and run its cells to the end."""
    address, token = server
    page.goto(f"{address}{place}/notebooks/{name}.ipynb{token}")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'")
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")


def equations(source):
    """The equations of a markdown cell, found outside its code."""
    prose = re.sub(r"```.*?```|`[^`]*`", "", source, flags=re.DOTALL)
    return re.findall(r"\$\$.+?\$\$|\$[^$]+\$", prose, flags=re.DOTALL)


def expected(name):
    """How many figures, sliders' figures and equations the notebook has."""
    cells = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
    pictures = sum("image/png" in output.get("data", {}) for cell in cells for output in cell.get("outputs", []))
    moving = sum("figures.slider(" in cell.source for cell in cells if cell.cell_type == "code")
    return pictures, moving, sum(len(equations(cell.source)) for cell in cells if cell.cell_type == "markdown")


def see_everything_drawn(page, name):
    pictures, moving, formulas = expected(name)
    outputs = page.evaluate("""() => jupyterapp.shell.currentWidget.content.widgets
                                     .filter(cell => cell.model.type == "code")
                                     .flatMap(cell => cell.model.outputs.toJSON())""")
    assert [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"] == []
    images = page.locator(".jp-OutputArea img")
    page.wait_for_function("""number => {
        const all = [...document.querySelectorAll(".jp-OutputArea img")];
        return all.length >= number && all.every(image => image.complete);
    }""", arg=pictures + moving)
    assert images.evaluate_all("all => all.map(image => image.naturalWidth > 300)") == [True] * (pictures + moving)
    assert page.locator(".widget-html img[alt*='Axes']").count() == moving
    page.wait_for_function("number => document.querySelectorAll('mjx-container').length >= number", arg=formulas)
    assert page.locator("mjx-container").count() == formulas
    assert page.locator("mjx-merror, mjx-container [style*='color: red']").count() == 0
    words = page.locator(".jp-RenderedMarkdown").evaluate_all("""all => all.map(each => {
        const copy = each.cloneNode(true);
        copy.querySelectorAll("code, mjx-container").forEach(other => other.remove());
        return copy.textContent;
    })""")
    assert [text for text in words if "$" in text] == []


def move_sliders(page, less="ArrowLeft", more="ArrowRight"):
    """Move each slider to and fro by these keys; return the milliseconds that the kernel took for each new figure."""
    page.evaluate("""() => {
        window.spans = {};
        jupyterapp.shell.currentWidget.sessionContext.session.kernel.anyMessage.connect((kernel, {msg}) => {
            if (msg.header.msg_type == "status" && msg.parent_header.msg_type == "comm_msg")
                (spans[msg.parent_header.msg_id] ??= []).push(new Date(msg.header.date));
        });
    }""")
    for handle in page.locator(".noUi-handle").all():
        handle.focus()
        assert handle.evaluate("handle => handle.closest('.widget-hslider').querySelector('.widget-label').innerText")
        cell = handle.evaluate_handle("handle => handle.closest('.jp-CodeCell')").as_element()
        cell.evaluate("""cell => {
            const seen = window.seen = new Set();
            requestAnimationFrame(function look() {
                const images = [...cell.querySelectorAll(".widget-html img")];
                seen.add(JSON.stringify([cell.offsetHeight, images.map(image => image.complete && image.naturalWidth)]));
                if (window.seen == seen) requestAnimationFrame(look);
            });
        }""")
        shown = [cell.eval_on_selector(".widget-html img", "image => image.src")]
        at_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        for key in (less, less, more) if at_end else (more, more, less):
            page.keyboard.press(key)
            page.wait_for_function("([cell, before]) => cell.querySelector('.widget-html img').src != before",
                                   arg=[cell, shown[-1]])
            shown.append(cell.eval_on_selector(".widget-html img", "image => image.src"))
        assert len(set(shown)) == 3 and shown[1] == shown[3]
        assert len(page.evaluate("[...seen]")) == 1, "the output grew or flickered"
    return page.evaluate("Object.values(spans).filter(span => span.length == 2).map(([busy, idle]) => idle - busy)")


@in_browser
@each_notebook
def test_notebook_runs_in_jupyterlab_with_everything_drawn_and_sliders_that_move(name, page, jupyterlab):
    run_all(page, jupyterlab, "lab/tree", name)
    see_everything_drawn(page, name)
    times = move_sliders(page)
    if times:
        print(f"{name}: the kernel redraws in {min(times)} to {max(times)} ms")


@in_browser
def test_notebook_runs_in_jupyter_notebook_too(page, project):
    with serving(project, "notebook", "JupyterNotebookApp") as server:
        run_all(page, server, "notebooks", "02-forward-propagation")
        see_everything_drawn(page, "02-forward-propagation")
        move_sliders(page, "PageDown", "PageUp")  # the arrow keys go from cell to cell there


@in_browser
def test_figures_keep_a_white_ground_in_a_dark_theme(page, project):
    with serving(project, "jupyterlab", "LabApp") as server:
        run_all(page, server, "lab/tree", "02-forward-propagation")
        page.evaluate("jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
        page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
        see_everything_drawn(page, "02-forward-propagation")
        corners = page.locator(".jp-OutputArea img").evaluate_all("""all => all.map(image => {
            const paper = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
            paper.drawImage(image, 0, 0);
            return [...paper.getImageData(0, 0, 1, 1).data];
        })""")
    assert corners == [[255, 255, 255, 255]] * len(corners)


@pytest.fixture(scope="module")
def exported(project):
    """The folder of the pages that the README's command makes."""
    pages = project.parent / "pages"
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "html", "--template", "classic", "--output-dir", pages,
                    *(f"notebooks/{name}.ipynb" for name in NAMES)], cwd=project, check=True, capture_output=True)
    return pages


@in_browser
@each_notebook
def test_exported_page_is_accessible_and_holds_its_figures(name, browser, exported):
    from axe_playwright_python.sync_playwright import Axe
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto((exported / f"{name}.html").as_uri())
        faults = Axe().run(page, context=NOT_OURS).response["violations"]
        assert [(fault["id"], node["html"]) for fault in faults if fault["impact"] in ("serious", "critical")
                for node in fault["nodes"]] == []
        described = page.locator("img").evaluate_all("all => all.map(each => each.naturalWidth > 300 && each.alt)")
    assert len(described) == expected(name)[0]
    assert all(words and words.startswith(("Figure: ", "Axes: ")) for words in described)


def show_slider(draw=lambda w: plt.subplots()[1]):
    figures.slider(draw, w=(0, 1, 0.1, 0.5, "weight"))
    plt.close("all")


def test_a_sentence_stands_in_place_of_a_slider_without_ipywidgets(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    show_slider()
    assert capsys.readouterr().out == "Install ipywidgets to move a slider here: weight from 0 to 1.\n"


def test_a_sentence_stands_in_place_of_a_slider_where_nobody_can_move_it(monkeypatch, capsys):
    kernel = SimpleNamespace(get_parent=lambda: {"content": {"allow_stdin": False}})
    monkeypatch.setattr(figures, "get_ipython", lambda: SimpleNamespace(kernel=kernel))
    show_slider()
    assert capsys.readouterr().out == "Run this cell in Jupyter to move a slider here: weight from 0 to 1.\n"


@pytest.fixture
def displayed(monkeypatch):
    """What a slider displays to a reader: the outputs, and the widgets in them."""
    outputs, boxes, box = [], [], ipywidgets.VBox
    monkeypatch.setattr(figures, "reader_is_there", lambda: True)
    monkeypatch.setattr(figures, "display", lambda output, raw: outputs.append(output))
    monkeypatch.setattr(ipywidgets, "VBox", lambda children: boxes.append(box(children)) or boxes[-1])
    return outputs, boxes


def test_a_sentence_stands_in_place_of_a_slider_where_the_front_end_has_none(displayed):
    show_slider()
    [output], [box] = displayed
    assert output == {"text/plain": "Run this cell in Jupyter to move a slider here: weight from 0 to 1.",
                      "application/vnd.jupyter.widget-view+json": {
                          "version_major": 2, "version_minor": 0, "model_id": box.model_id}}


def test_a_slider_moved_and_moved_back_shows_the_same(displayed):
    def stretched(w):
        ax = plt.subplots()[1]
        ax.set(ylim=(0, 10 * w), aspect="equal")
        return ax

    show_slider(stretched)
    _, [box] = displayed
    slider, picture = box.children
    before = picture.value
    for value in (1, 0.2, 0.5):
        slider.value = value
    assert picture.value == before


def test_a_moved_slider_draws_once_leaves_the_axes_in_place_and_no_figure_open(displayed, monkeypatch):
    axes, draws, draw = [], [], Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda *all: draws.append(all) or draw(*all))

    def wider_labels(w):
        axes.append(plt.subplots(layout="constrained")[1])
        axes[-1].set_ylim(0, 1000**w)
        return axes[-1]

    show_slider(wider_labels)
    _, [box] = displayed
    slider, picture = box.children
    before = picture.value
    draws.clear()
    slider.value = 1
    assert picture.value != before
    assert len(draws) == 1 and plt.get_fignums() == []
    assert axes[1].get_position().bounds == axes[0].get_position().bounds
