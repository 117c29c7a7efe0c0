"""The reading site, as it was built into _site, opened in a real Chromium: pytest -m site --dist=load

`bash .ci/run site` builds it first. Needs the system's chromium, and from PyPI what .ci/run names.
"""
import functools
import gzip
import http.server
import itertools
import json
import re
import subprocess
import sys
import threading
import zipfile
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import nbformat
import numpy as np
import pytest

import handout
from frames import draw_all, positions
from refresh import NOTEBOOKS
from test_browser import browser  # noqa: F401, a fixture

PROJECT = NOTEBOOKS.parent
SITE = PROJECT / "_site"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
PAGES = ["index.html", *(f"notebooks/{name}.html" for name in NAMES)]  # README.html is index.html once more
SEARCH = "search.html?q=learning+rate"
MOST = 1.5e6  # bytes that a page transfers, compressed, before a slider is touched

pytestmark = pytest.mark.site
each_page = pytest.mark.parametrize("path", PAGES)
each_notebook = pytest.mark.parametrize("name", NAMES)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    """The address of the site on this machine."""
    assert SITE.exists(), "build it first: bash .ci/run build_site"
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=SITE)) as server:
        server.handle_error = lambda request, address: None  # a page that is closed before it was sent
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def opened(browser, site):  # noqa: F811
    """Open pages of the site; at the end the test fails for any error, failed request or request to elsewhere."""
    contexts, wrong = [], []

    def open_page(path, width=1280, excused="", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.route(lambda url: not url.startswith(site), lambda route: route.abort())
        page = context.new_page()
        page.replies = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith((site, "data:"))
                and not (excused and request.url.startswith(excused)) else None)
        page.on("requestfailed", lambda request: excused and request.url.startswith(excused)
                or wrong.append(f"failed: {request.url}"))
        page.on("response", lambda reply: page.replies.append(reply))
        page.goto(site + path, wait_until="networkidle")
        if options.get("java_script_enabled", True) and page.locator(".math").count():
            page.wait_for_function("window.MathJax?.startup?.promise")
            page.evaluate("MathJax.startup.promise")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [each for each in wrong if not (excuses_video(each))] == []


def excuses_video(text):
    """The console's word on the video, which can't come here."""
    return "ERR_FAILED" in text


def test_nothing_is_in_a_folder_that_pages_leave_out():
    assert list(SITE.glob(".git*")) == []


def test_the_readme_is_at_the_front_door():
    assert (SITE / "index.html").read_bytes() == (SITE / "README.html").read_bytes()


# --- Every page ---

@each_page
def test_page_is_complete_and_light(path, opened):
    """All equations are set, all pictures are there and described, and it transfers at most 1.5 MB."""
    page = opened(path)
    formulas = page.locator(".math").count()
    assert page.locator("mjx-container").count() == formulas
    assert page.locator("mjx-merror, mjx-container [style*='color: red']").count() == 0
    words = page.evaluate("""() => {
        const copy = document.querySelector("article").cloneNode(true);
        copy.querySelectorAll("code, pre, script, mjx-container").forEach(other => other.remove());
        return copy.textContent;
    }""")
    assert not re.search(r"\$|\\[(\[]|```", words)
    pictures = page.locator("article img")
    for picture in pictures.all():
        picture.evaluate("image => { image.loading = 'eager'; }")
    page.wait_for_function("[...document.querySelectorAll('article img')].every(image => image.complete)")
    assert all(pictures.evaluate_all("all => all.map(image => image.naturalWidth > 300 && image.alt.length > 30)"))
    weight = sum(len(gzip.compress(body) if "image" not in kind and "font" not in kind else body) for body, kind in
                 ((reply.body(), reply.headers.get("content-type", "")) for reply in page.replies))
    print(f"{path}: {weight / 1e6:.2f} MB, {formulas} equations, {pictures.count()} pictures")
    assert weight <= MOST


@each_page
def test_page_fits_a_phone(path, opened):
    page = opened(path, width=360)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tables = page.locator(".pst-scrollable-table-container")
    assert all(tables.evaluate_all("all => all.map(box => box.scrollWidth <= box.clientWidth)"))
    assert page.locator("article span.math").evaluate_all("""all => all.filter(formula => {
        const range = document.createRange(), next = formula.nextSibling;
        if (!/^[,.:;)]/.test(next?.nodeValue)) return false;
        range.setStart(next, 0);
        range.setEnd(next, 1);
        return range.getBoundingClientRect().top > formula.getBoundingClientRect().bottom - 3;  // on the next line
    }).map(formula => formula.parentElement.textContent)""") == []


@pytest.mark.parametrize("path", [*PAGES, SEARCH])
@pytest.mark.parametrize("colors", ["light", "dark"])
def test_page_is_accessible(path, colors, opened):
    """No fault of any weight: all content is in landmarks, too."""
    from axe_playwright_python.sync_playwright import Axe
    page = opened(path, color_scheme=colors)
    assert page.locator("html").get_attribute("data-theme") == colors
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    faults = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(fault["id"], node["html"], node["failureSummary"]) for fault in faults
            for node in fault["nodes"]  # a formula is read aloud, but axe takes it for nothing
            if not (fault["id"] == "empty-table-header"
                    and page.locator(node["target"][0]).locator("mjx-assistive-mml").count())] == []


# Each element that takes the focus: what it is, and the sides on which the ring around it is missing
RINGS = """() => {
    document.querySelectorAll("details").forEach(fold => { fold.open = true; });
    const look = element => { const style = getComputedStyle(element); return [style.outline, style.boxShadow]; };
    const width = shadow => Math.max(0, ...[...shadow.matchAll(/0px 0px 0px ([\\d.]+)px(?! inset)/g)].map(m => +m[1]));
    const found = [];
    for (const element of document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")) {
        document.activeElement.blur();
        if (!element.checkVisibility({ visibilityProperty: true }) || !element.getClientRects().length) continue;
        const around = [];
        for (let each = element; each && around.length < 4; each = each.parentElement) around.push(each);
        const before = around.map(look);
        element.focus();
        const ringed = around.find((each, k) => String(look(each)) !== String(before[k]) && (
            getComputedStyle(each).outlineStyle !== "none" || width(look(each)[1])));
        const name = `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`;
        if (!ringed) { found.push([name, "everywhere"]); continue; }
        const style = getComputedStyle(ringed), box = ringed.getBoundingClientRect();
        const wide = style.outlineStyle === "none" ? width(style.boxShadow)
            : parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
        const ring = { left: box.left - wide, top: box.top - wide, right: box.right + wide, bottom: box.bottom + wide };
        const cut = new Set();
        for (let each = ringed.parentElement; each !== document.documentElement; each = each.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(each), outer = each.getBoundingClientRect();
            if (overflowX === "visible" && overflowY === "visible" || each === document.body) continue;
            const left = outer.left + each.clientLeft, top = outer.top + each.clientTop;
            if (ring.left < left - 0.5) cut.add("left");
            if (ring.top < top - 0.5) cut.add("top");
            if (ring.right > left + each.clientWidth + 0.5) cut.add("right");
            if (ring.bottom > top + each.clientHeight + 0.5) cut.add("bottom");
        }
        const inner = 1.5 - wide, x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;  // on the ring
        const points = { left: [box.left + inner, y], right: [box.right - inner, y],
                         top: [x, box.top + inner], bottom: [x, box.bottom - inner] };
        if (box.height < 400 && getComputedStyle(element).display !== "inline")
            for (const [side, point] of Object.entries(points)) {
                let over = document.elementFromPoint(...point);
                if (!over) cut.add(side);  // outside the window
                for (; over && !over.contains(ringed); over = over.parentElement)
                    if (["sticky", "fixed"].includes(getComputedStyle(over).position)) cut.add(side);
            }
        if (cut.size) found.push([name, [...cut].join(" ")]);
    }
    return found;
}"""


@pytest.mark.parametrize("path", [*PAGES, SEARCH])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_ring_around_the_focus_is_whole(path, width, opened):
    page = opened(path, width=width)
    page.add_style_tag(content="* { transition: none !important; }")
    page.keyboard.press("Tab")  # from here on the focus counts as the keyboard's
    assert page.evaluate(RINGS) == []


@pytest.mark.parametrize("path", ["index.html", SEARCH])
def test_the_magnifier_stands_before_the_text(path, opened):
    page = opened(path)
    if path == "index.html":
        page.keyboard.press("Control+k")
    field = page.locator(".bd-search:visible")
    magnifier, text = field.locator(".fa-magnifying-glass").bounding_box(), field.locator("input")
    before = text.evaluate("field => parseFloat(getComputedStyle(field).paddingLeft)")
    assert 0 < magnifier["width"] and magnifier["x"] + magnifier["width"] <= text.bounding_box()["x"] + before


class Links(HTMLParser):
    """What a page links to and loads, and the names that links can lead to."""

    def __init__(self, text):
        super().__init__()
        self.to, self.names = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.names.add(attributes.get("id"))
        self.to += [attributes[name] for name in ("href", "src") if attributes.get(name)]


@pytest.mark.parametrize("path", [*PAGES, "README.html", "search.html", "genindex.html"])
def test_links_and_anchors_resolve(path):
    @functools.cache
    def read(page):
        return Links(page.read_text(encoding="utf-8"))

    lost = []
    for link in read(SITE / path).to:
        if urlsplit(link).scheme:
            continue
        target, anchor = urldefrag(urljoin(path, link))
        file = SITE / unquote(urlsplit(target).path)
        if not file.is_file() or anchor and file.suffix == ".html" and unquote(anchor) not in read(file).names:
            lost.append(link)
    assert lost == []


# --- What a notebook becomes ---

def solutions():
    """The lines of code in the solutions that stand nowhere else in the notebooks or their modules."""
    everywhere = [path.read_text(encoding="utf-8") for path in PROJECT.glob("*.py")]
    lines = []
    for name in NAMES:
        text = "\n".join(cell.source for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4).cells)
        everywhere.append(handout.SOLUTION.sub("", text))
        lines += [line.strip() for fold in handout.SOLUTION.findall(text) for code in re.findall("(?s)```.*?```", fold)
                  for line in code.splitlines()]
    return {line for line in lines if len(line) > 15 and not any(line in text for text in everywhere)}


def texts(site):
    """All that can be read in a site, page by page, and in what it offers to download."""
    for path in site.rglob("*"):
        if path.is_file() and path.suffix not in (".png", ".svg", ".zip", ".woff", ".woff2", ".ttf"):
            yield path.name, unescape(re.sub("<[^>]+>", "", path.read_text(encoding="utf-8", errors="replace")))
    with zipfile.ZipFile(site / "notebooks.zip") as package:
        for name in package.namelist():
            if name.endswith(".ipynb"):
                yield name, "\n".join(cell.source for cell in nbformat.reads(package.read(name).decode(), 4).cells)


def test_a_site_for_a_class_has_no_solutions(tmp_path):
    build = [sys.executable, "-m", "sphinx", "-EqW", "-c", "docs", "-d", tmp_path / "trees", "-t", "class"]
    done = subprocess.run([*build, ".", tmp_path / "site"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines, whole = solutions(), " ".join(text for _, text in texts(SITE))
    assert len(lines) > 100 and all(line in whole for line in lines)  # the other site has them all, pages and zip
    assert [(name, line) for name, text in texts(tmp_path / "site")
            for line in (*lines, "Solution to") if line in text] == []


@each_notebook
def test_no_page_offers_a_notebook_alone(name):
    """Alone it doesn't run; the first page has the zip."""
    page = SITE / "notebooks" / f"{name}.html"
    assert not [link for link in Links(page.read_text(encoding="utf-8")).to if link.endswith(".ipynb")]


def test_all_notebooks_are_downloaded_with_what_they_import():
    with zipfile.ZipFile(SITE / "notebooks.zip") as package:
        names = {name.removeprefix("neural-networks-demystified/") for name in package.namelist()}
    assert names >= {"README.md", "requirements.txt", "partOne.py", "validation.py", "notebooks/lesson/series.mplstyle",
                     *(f"notebooks/{name}.ipynb" for name in NAMES)}


@each_notebook
def test_pictures_have_the_stored_descriptions(name, opened):
    stored = [output.metadata["image/png"]["alt"] for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4).cells
              for output in cell.get("outputs", [])
              if "image/png" in output.get("data", {}) and "circuit" not in output.metadata]
    shown = opened(f"notebooks/{name}.html").locator("article :not(.moving) > img").evaluate_all(
        "all => all.map(image => image.alt)")
    assert [alt.split() for alt in shown] == [alt.split() for alt in stored]


@each_notebook
def test_folds_are_folded_and_open(name, opened):
    """Each fold of the notebook, with its code and its equations inside."""
    sources = [cell.source for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4).cells
               if cell.cell_type == "markdown"]
    page = opened(f"notebooks/{name}.html")
    shown = page.locator("article details").evaluate_all("""all => all.map(fold => [fold.open,
        fold.querySelectorAll("div.highlight").length, fold.querySelectorAll("mjx-container").length > 0])""")
    bodies = [body for source in sources for body in re.findall(r"(?s)<details>(.+?)</details>", source)]
    assert shown == [[False, body.count("```") // 2, "$" in re.sub(r"(?s)```.+?```|`[^`]+`", "", body)]
                     for body in bodies]


@each_notebook
def test_sliders_move_by_keyboard_and_answer(name, opened):
    page = opened(f"notebooks/{name}.html")
    for box in page.locator(".moving").all():
        data, picture = json.loads(box.locator("script").text_content()), box.locator("img")
        assert len(data["frames"]) == np.prod([len(variable["values"]) for variable in data["variables"]])
        for variable, slider in zip(data["variables"], box.get_by_role("slider").all()):
            assert variable["words"] in slider.evaluate("slider => slider.labels[0].textContent")
            shown = [picture.get_attribute("alt")]
            back, forth = ("ArrowLeft", "ArrowRight") if variable["start"] == 0 else ("ArrowRight", "ArrowLeft")
            for key, place in (forth, 1 if variable["start"] == 0 else -1), (back, 0):
                slider.press(key)
                page.wait_for_function("([image, before]) => image.alt !== before",
                                       arg=[picture.element_handle(), shown[-1]])
                shown.append(picture.get_attribute("alt"))
                value = variable["values"][variable["start"] + place]
                assert float(slider.get_attribute("aria-valuetext").replace("−", "-")) == value
                assert picture.evaluate("image => image.complete && image.naturalWidth > 300")
            assert shown[0] == shown[2] != shown[1]


def test_nine_sliders_stand_at_their_start_and_say_where_they_move(opened):
    box = opened("notebooks/03-gradient-descent.html").locator(".moving").first
    assert box.locator("img").count() == 1 and box.get_by_role("slider").count() == 0
    assert "Run this cell in Jupyter to move a slider here: W1[0, 0], W1[0, 1]" in box.inner_text()


def test_frames_are_drawn_anew_when_a_figure_changes(tmp_path):
    (tmp_path / "notebooks/lesson/figures").mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "notebooks/01-a.ipynb")
    keys = []
    for text in ("a = 1", "a = 1", "a = 2"):
        (tmp_path / "notebooks/lesson/figures/part_01.py").write_text(text)
        draw_all([tmp_path / "notebooks/01-a.ipynb"], tmp_path / "cache")
        keys.append((tmp_path / "cache/01-a/frames.json").read_text())
    assert keys[0] == keys[1] != keys[2]


@each_notebook
def test_circuits_move_by_keyboard_and_by_typing(name, opened):
    page = opened(f"notebooks/{name}.html")
    stored = [output for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4).cells
              for output in cell.get("outputs", []) if "circuit" in output.get("metadata", {})]
    assert page.locator(".site-circuit").count() == page.locator(".site-circuit svg").count() == len(stored)
    for box in page.locator(".site-circuit").all():
        def values(box=box):
            return [text for text in box.locator("svg .value").all_text_contents() if text]

        shown = [values()]
        for step in (1, 2):
            box.locator("svg").press("ArrowRight")
            box.locator(".circuit-words", has_text=f"Step {step} of").wait_for(timeout=3000)
            shown.append(values())
        assert len(shown[0]) < len(shown[1]) < len(shown[2])
        box.get_by_role("button", name="Show all").click()
        before, field = values(), box.get_by_role("spinbutton").first
        field.fill("1.25")
        field.press("Enter")
        box.locator(".circuit-words", has_text="= 1.25: ").wait_for(timeout=3000)
        assert len(values()) == len(before) and values() != before


def test_frames_come_when_a_slider_is_touched_and_not_before(opened):
    page = opened("notebooks/03-gradient-descent.html")
    count = sum("_frames" in reply.url for reply in page.replies)
    assert count <= page.locator(".moving").count()
    page.get_by_role("slider").first.focus()
    with page.expect_response(lambda reply: "_frames" in reply.url):
        page.get_by_role("slider").first.press("ArrowRight")


def test_without_javascript_a_picture_and_a_sentence_stay(opened, site):
    scripts = site + "_static/scripts/"  # which the page preloads, and the browser drops
    page = opened("notebooks/02-forward-propagation.html", excused=scripts, java_script_enabled=False)
    box = page.locator(".moving").first
    assert "Run this cell in Jupyter to move a slider here" in box.text_content()
    assert box.locator("img").count() == 1 and page.get_by_role("slider").count() == 0
    assert page.locator("a.video").get_attribute("href").startswith("https://www.youtube.com/watch?v=")


def test_video_comes_on_a_click_from_the_address_without_cookies(opened):
    video = "https://www.youtube-nocookie.com/embed/"
    page = opened("notebooks/04-backpropagation.html", excused=video)
    with page.expect_request(lambda request: request.url.startswith(video)):
        page.locator("a.video").click()
    assert page.locator("iframe.video").get_attribute("title") == "The video of Part 4: Backpropagation"


def test_search_finds_the_learning_rate(opened):
    page = opened("search.html?q=learning+rate")
    page.wait_for_selector("#search-results li a")
    assert any("Part 3" in text for text in page.locator("#search-results li").all_text_contents())


def test_the_pad_answers_as_numpy_does(opened):
    from lesson import pad
    from partEight import Classifier
    [name] = [name for name in NAMES if name.startswith("08")]
    page = opened(f"notebooks/{name}.html")
    data = json.loads(page.locator(".site-pad script").first.text_content())
    network = Classifier()
    network.W1, network.W2 = np.array(data["W1"]), np.array(data["W2"])
    ready = pad.ready_made()
    names = [step.__name__ for step in pad.STEPS]
    every_choice = [dict(zip(names, chosen)) for chosen in itertools.product([True, False], repeat=len(names))]
    questions = [(drawing, steps) for drawing in [*ready.values(), "0" * 1024] for steps in every_choice]
    rng = np.random.default_rng(0)
    for steps in every_choice * 2:  # strokes of all sizes, anywhere
        stroke = [tuple(point) for point in rng.uniform(0, 32, (3, 2)) * rng.uniform(0.1, 1)]
        questions.append((pad.as_text(pad.draw(stroke)), steps))
    assert data["ready"] == ready
    answers = page.evaluate("([questions, weights]) => questions.map(each => padModel.answer(each, weights))",
                            [[{"cells": drawing, **steps} for drawing, steps in questions], data])
    for (drawing, steps), answer in zip(questions, answers):
        expected = pad.answer(network.forward, drawing, **steps)
        assert answer["counts"] == expected["counts"], (drawing, steps)
        np.testing.assert_allclose(answer["answer"], expected["answer"], rtol=1e-9)


def test_the_pad_reads_a_ready_made_digit(opened):
    [name] = [name for name in NAMES if name.startswith("08")]
    page = opened(f"notebooks/{name}.html")
    for button in page.locator(".site-pad .pad-buttons button[aria-label]").all():
        button.click()
        page.wait_for_function("digit => document.querySelector('.pad-words').textContent.includes(digit)",
                               arg=button.text_content())


def test_the_pad_has_each_step_to_switch_off_and_says_where_drawings_are_kept(opened):
    from lesson import pad
    [name] = [name for name in NAMES if name.startswith("08")]
    box = opened(f"notebooks/{name}.html").locator(".site-pad")
    assert [label.strip() for label in box.locator("label").all_inner_texts()] == [step.__name__ for step in pad.STEPS]
    box.get_by_role("button", name="ready-made 4").click()
    for step in box.get_by_role("checkbox").all():
        shown = box.locator("canvas[role=img]").evaluate("canvas => canvas.toDataURL()")
        step.uncheck()
        assert box.locator("canvas[role=img]").evaluate("canvas => canvas.toDataURL()") != shown
        step.check()
    assert box.get_by_role("button", name="keep it as").count() == 0
    assert "To keep a drawing, run this cell in Jupyter" in box.inner_text()


@pytest.mark.parametrize("least, greatest, step, start, most", [
    (0, 10, 0.5, 3, 11), (0, 5, 0.25, 5, 7), (1, 200, 1, 5, 41), (-16, -0.1, 0.1, -0.3, 41), (0, 3, 1, 1, 41)])
def test_positions_hold_both_ends_and_the_start(least, greatest, step, start, most):
    values = positions(least, greatest, step, start, most)
    assert values[0] == least and values[-1] == greatest and start in values and 3 < len(values) <= most
    assert values == sorted(set(values))
