"""The circuit's module in a real Chromium, in a page without a kernel: pytest -m browser"""
import json
import math
import sys

import numpy as np
import pytest

from lesson import network_lines
from partFour import Neural_Network, X, y
from partNine import Value
from test_browser import browser  # noqa: F401, a fixture

module = sys.modules["lesson.circuit"]  # lesson.circuit is its function
SOURCE = module.Path(module.__file__).with_suffix(".js").read_text(encoding="utf-8")
PAGE = """<!doctype html><html lang="en"><title>Circuits</title><meta name="viewport" content="width=device-width">
<body data-theme="THEME"><main><h1>Circuits</h1></main><script type="module">
import circuit from "./circuit.js";
window.circuit = circuit;
window.models = GRAPHS.map(graph => {
  const data = { graph, state: {} }, heard = [];
  return { get: name => data[name], save_changes() {}, on: (_, work) => heard.push(work), off() {},
           set(name, value) { data[name] = value; heard.forEach(work => work()); } };
});
window.view = model => {
  circuit.render({ model, el: document.querySelector("main").appendChild(document.createElement("div")) });
};
models.forEach(view);
</script>"""

pytestmark = pytest.mark.browser


def graph_of(lines, values, weights, **others):
    graph = module.from_lines(lines, values, weights, others.pop("title", "A circuit"), **others)
    return graph | {"rate": 0.1, "orders": False, "step": 1}


def small():
    return graph_of(["u = w * x", "J = half_square(u)"], {"w": 3, "x": 2}, ["w"])


def doubled():
    return graph_of(["t = u + u", "J = t * t"], {"u": 3}, ["u"]) | {"orders": True}


def network(example=1, **others):
    NN = Neural_Network(rng=0)
    values = {"x": X[example], "y": y[example], "W1": NN.W1, "W2": NN.W2}
    return graph_of(network_lines(), values, ["W1", "W2"], **others) | {"step": 0.1}


@pytest.fixture
def opened(browser):  # noqa: F811
    """Open a page with these graphs; any error in it fails the test."""
    contexts, wrong = [], []

    def open_page(*graphs, theme="light", source=SOURCE, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        html = PAGE.replace("GRAPHS", json.dumps(graphs)).replace("THEME", theme)
        context.route("**/*", lambda route: route.fulfill(body=source, content_type="text/javascript") if
                      route.request.url.endswith(".js") else route.fulfill(body=html, content_type="text/html"))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto("http://circuit/")
        page.wait_for_function("Boolean(window.view)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def says(page, words):
    page.locator(".circuit-words", has_text=words).wait_for(timeout=3000)


def press(page, name, times=1):
    for _ in range(times):
        page.get_by_role("button", name=name).click()


def shown(page, kind):
    return [text for text in page.locator(f"svg .{kind}").all_text_contents() if text]


# --- Its numbers are Part 9's ---

ONE = {"f": Value.sigmoid, "tanh": Value.tanh, "exp": Value.exp, "log": Value.log,
       "relu": Value.relu, "square": lambda a: a * a, "half_square": lambda a: 0.5 * (a * a), "-": lambda a: -a}
TWO = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
       "max": np.maximum}


@np.errstate(all="ignore")
def random_graph(rng):
    """Lines of random operations on what came before, and the same computation as Values, by name."""
    while True:
        values = {f"w{k}": float(rng.normal()) for k in range(3)}
        known, lines, ends = {name: Value(value, name) for name, value in values.items()}, [], set(values)
        try:
            for k in range(rng.integers(4, 12)):
                name, (a, b), op = f"u{k}", rng.choice(list(known), 2), str(rng.choice([*ONE, *TWO, "**"]))
                if op == "**":
                    power = int(rng.integers(2, 4))
                    line, known[name] = f"{a} ** {power}", known[a]**power
                elif op in TWO and rng.random() < 0.7 or op not in ONE:
                    line = f"max({a}, {b})" if op == "max" else f"{a} {op} {b}"
                    known[name] = TWO[op](known[a], known[b])
                else:
                    line, known[name] = (f"-{a}" if op == "-" else f"{op}({a})"), ONE[op](known[a])
                lines.append(f"{name} = {line}")
                ends = ends - {a, *[b] * (str(b) in line)} | {name}
            lines.append("J = 1 + " + " + ".join(sorted(ends)))
            known["J"] = Value(1) + 0
            for name in sorted(ends):
                known["J"] = known["J"] + known[name]
            known["J"].backward()
        except ValueError:  # not finite
            continue
        if all(abs(number) < 1e8 for value in known["J"].history() for number in (value.data, value.grad or 0)):
            return lines, values, known


def compute(page, graph):
    return page.evaluate("""graph => {
        const { values, locals } = circuit.runForward(graph, {});
        return [values, circuit.runBack(graph, locals, circuit.stepsBack(graph, false)).slopes];
    }""", graph)


def errors(page, count):
    """How far the module is from the Values in each of so many random graphs, by the largest number in each."""
    rng, found, seen = np.random.default_rng(0), [], set()
    while len(found) < count:
        lines, values, known = random_graph(rng)
        graph = module.from_lines(lines, values, list(values))
        seen |= {node["op"] for node in graph["nodes"]}
        places = {node["name"]: k for k, node in enumerate(graph["nodes"]) if node["name"]}
        everything = known["J"].history()
        largest = max(abs(float(number)) for value in everything for number in (value.data, value.grad or 0))
        values_, slopes = compute(page, graph)
        worst = max(max(abs(values_[k] - float(known[name].data)), abs(slopes[k] - float(known[name].grad)))
                    for name, k in places.items())
        found.append(worst / largest if math.isfinite(worst) else math.inf)
    return found, seen


def test_200_random_graphs_have_the_values_and_slopes_of_part_nine(opened):
    found, seen = errors(opened(), 200)
    assert seen >= set(module.OPERATIONS)
    assert max(found) < 1e-12


def test_the_graph_of_a_value_too(opened):
    page, u, v = opened(), Value(1.5, "u"), Value(-0.5, "v")
    t = (u * v).exp() + u / v - (-v)
    J = (t * t).sigmoid() - (t - 2).relu() * u
    J.backward()
    values, slopes = compute(page, module.from_value(J))
    assert abs(values[-1] - J.data) < 1e-12
    np.testing.assert_allclose(slopes[:2], [u.grad, v.grad], rtol=1e-12)


@pytest.mark.parametrize("rule, wrong", [
    ("slopes: () => [1, -1]", "slopes: () => [1, 1]"),
    ("slopes: a => [a[1], a[0]]", "slopes: a => [a[0], a[1]]"),
    ("[1 / a[1], -v / a[1]]", "[1 / a[1], v / a[1]]"),
    ("[v * (1 - v)]", "[v * (1 + v)]"),
    ("slopes: (a, v) => [v],", "slopes: (a, v) => [1],"),
    ("[1 - v * v]", "[1 - v]"),
    ("a[0] > 0 ? 1 : 0", "1"),
    ("[1 / a[0]]", "[a[0]]"),
    ("[2 * a[0]]", "[a[0]]"),
    ("(1 + s * Math.sign(a[0] - a[1])) / 2", "(1 - s * Math.sign(a[0] - a[1])) / 2"),
    ("slopes: () => [-1], w", "slopes: () => [1], w"),
    ("slopes[graph.nodes[k].parents[slot]] += handed", "slopes[graph.nodes[k].parents[slot]] = handed")])
def test_one_wrong_rule_is_noticed(rule, wrong, opened):
    assert SOURCE.count(rule) == 1
    assert max(errors(opened(source=SOURCE.replace(rule, wrong)), 60)[0]) > 1e-6


@pytest.mark.parametrize("value", [0, 3, -2, 0.82, 1 / 3, -0.00005, 1e-9, 123456.789, 12345678, -2.5e-12, 6.0221e23])
def test_numbers_are_written_as_in_the_table(value, opened):
    page = opened(graph_of(["J = w * 1"], {"w": value}, "w"))
    assert page.get_by_role("spinbutton").first.input_value() == module.digits(value)


# --- What the reader does ---

def test_forward_one_node_at_a_time_and_back(opened):
    page = opened(small())
    assert shown(page, "value") == shown(page, "slope") == []
    for words, values, slopes in [
            ("Step 1 of 5. u = w × x: 3 × 2 = 6.", ["6"], []),
            ("Step 2 of 5. J = half_square(u): ½ · 6² = 18.", ["6", "18"], []),
            ("The slope at J itself is 1", ["6", "18"], ["1"]),
            ("½( )² hands u its slope, 1, times its input, 6: 6.", ["6", "18"], ["6", "1"]),
            ("× of u hands w its slope, 6, times the other input, 2: 12.", ["6", "18"], ["12", "6", "1"])]:
        press(page, "Forward")
        says(page, words)
        assert shown(page, "value") == values and shown(page, "slope") == slopes
    assert page.get_by_role("button", name="Forward").get_attribute("aria-disabled") == "true"
    press(page, "Back")
    says(page, "Step 4 of 5")
    assert shown(page, "slope") == ["6", "1"]


def test_by_keyboard_alone(opened):
    """Tab reaches the drawing, the inputs and the buttons; arrow keys step, choose wires and change inputs."""
    page, heard = opened(small()), "window.heard = []; addEventListener('keydown', event => heard.push(event.key))"
    page.evaluate(heard)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "svg"
    page.keyboard.press("ArrowRight")
    says(page, "Step 1 of 5")
    page.keyboard.press("ArrowDown")
    assert "From w to J: local slopes 2 at u · 6 at ½( )² = 12." in page.locator(".circuit-path").text_content()
    assert page.locator("svg .lit").count() == 2
    page.keyboard.press("Escape")
    assert page.locator("svg .lit").count() == 0
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    says(page, "w = 4: J = 32, and the slope at w is 16.")
    page.keyboard.press("Shift+ArrowDown")
    says(page, "w = 3.9: J = 30.42")
    for name in ("x", "Back", "Forward", "Show all", "Start again", "Step downhill", "rate"):
        page.keyboard.press("Tab")
        focused = "document.activeElement.ariaLabel || document.activeElement.textContent || 'rate'"
        assert name in page.evaluate(focused)
    assert "ArrowUp" not in page.evaluate("heard") and "ArrowRight" not in page.evaluate("heard")


def test_an_input_is_typed_and_dragged_and_nonsense_is_told(opened):
    page = opened(small())
    field = page.get_by_label("w, weight")
    field.fill("3,01")
    field.press("Enter")
    says(page, "w = 3.01: J = 18.1202, and the slope at w is 12.04.")
    field.fill("−2")
    field.blur()
    says(page, "w = -2".replace("-", "−"))
    field.fill("two")
    field.press("Enter")
    says(page, "“two” is no number: w stays −2.")
    assert field.input_value() == "−2"
    box = page.locator(".circuit-box").nth(1).bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 35, box["y"] + 20, steps=5)
    page.mouse.up()
    says(page, "x = 5: J = 50.")


def test_a_value_that_does_not_exist_is_told_and_mended(opened):
    page = opened(graph_of(["J = log(w)"], {"w": 1}, "w"))
    field = page.get_by_label("w, weight")
    field.fill("-1")
    field.press("Enter")
    says(page, "J can’t be computed here: it comes to nan.")
    field.fill("1")
    field.press("Enter")
    says(page, "w = 1: J = 0")


def test_where_paths_meet_their_products_add_up(opened):
    page = opened(graph_of(["b = 3 * a", "c = a * a", "J = b + c"], {"a": 2}, "a"))
    page.locator(".circuit-box", has_text="a").first.hover()
    assert page.locator(".circuit-path").text_content() == (
        "From a to J, along every path: local slopes (3 at b · 1 at +) + (2 at c · 1 at +) + (2 at c · 1 at +) = 7.")
    assert page.locator("svg .lit").count() == 5
    page.mouse.move(0, 0)
    assert page.locator("svg .lit").count() == 0


def test_downhill_and_again(opened):
    page = opened(small())
    press(page, "Step downhill")
    says(page, "w from 3 to 1.8: each moves by minus 0.1 times its slope. J goes from 18 to 6.48.")
    page.get_by_label("rate").fill("0.25")
    press(page, "Step downhill")
    says(page, "J goes from 6.48 to 0.")
    press(page, "Start again")
    says(page, "Step forward")
    assert page.get_by_label("w, weight").input_value() == "3" and shown(page, "value") == []


def test_the_hasty_order_comes_to_a_wrong_slope(opened):
    page = opened(doubled())
    press(page, "Show all")
    assert "Σ 24" in shown(page, "slope")
    page.get_by_label("hand each slope on at once").check()
    press(page, "Forward", 7)
    assert "Σ 36" in shown(page, "slope") and "Σ 24" not in shown(page, "slope")
    says(page, "So far, u has 36.")
    page.get_by_label("hand each slope on at once").uncheck()
    press(page, "Show all")
    assert "Σ 24" in shown(page, "slope")


def test_the_network_ends_at_part_fours_slopes(opened):
    page, NN = opened(network()), Neural_Network(rng=0)
    press(page, "Show all")
    dJdW1, dJdW2 = NN.costFunctionPrime(X[[1]], y[[1]])
    for name, gradient in (("W1", dJdW1), ("W2", dJdW2)):
        for (row, column), slope in np.ndenumerate(gradient):
            words = page.get_by_label(f"{name}[{row}, {column}], weight").get_attribute("aria-valuetext")
            assert words.endswith(f"slope {module.digits(slope)}")


def test_forward_only_has_no_slopes(opened):
    page = opened(graph_of(network_lines(cost=False), {"x": X[0], "W1": np.ones((2, 3)), "W2": np.ones((3, 1))},
                           ["W1", "W2"], forward_only=True))
    press(page, "Show all")
    assert shown(page, "slope") == [] and page.get_by_role("button", name="Step downhill").count() == 0
    page.get_by_label("W1[0, 0], weight").focus()
    assert page.locator("svg .lit").count() == 6


# --- Two of them, errors, everyone ---

def test_two_circuits_are_apart_and_two_views_of_one_in_step(opened):
    page = opened(small(), small())
    page.evaluate("view(models[0])")
    press_first = page.get_by_role("button", name="Forward").first
    press_first.click()
    press_first.click()
    said = page.locator(".circuit-words").all_text_contents()
    assert said[0] == said[2] and said[0].startswith("Step 2") and said[1].startswith("Step forward")
    page.get_by_label("w, weight").nth(2).fill("5")
    page.get_by_label("w, weight").nth(2).press("Enter")
    assert [field.input_value() for field in page.get_by_label("w, weight").all()] == ["5", "3", "5"]


def test_an_error_is_shown_in_its_place_and_the_next_move_mends_it(opened):
    page = opened(small())
    page.evaluate("() => { models[0].save_changes = () => { throw new Error('the kernel is gone'); }; }")
    press(page, "Forward")
    assert "the kernel is gone" in page.get_by_role("alert").text_content()
    page.evaluate("() => { models[0].save_changes = () => {}; }")
    press(page, "Forward")
    assert page.get_by_role("alert").text_content() == ""
    page.evaluate("view({ get: () => ({ nodes: 3 }), on() {} })")
    assert page.get_by_text("This circuit can’t be drawn").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 640, 390])
def test_it_is_accessible_and_scrolls_in_its_frame(theme, width, opened):
    from axe_playwright_python.sync_playwright import Axe
    page = opened(network(), doubled(), theme=theme, width=width)
    for button in page.get_by_role("button", name="Show all").all():
        button.click()
    page.get_by_label("W1[1, 2], weight").focus()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], node["html"], node["failureSummary"]) for fault in faults for node in fault["nodes"]] == []


def test_reduced_motion_is_respected(opened):
    for motion, expected in ("no-preference", "circuit-run"), ("reduce", "none"):
        page = opened(small(), reduced_motion=motion)
        press(page, "Forward")
        assert page.locator("svg .now .line").first.evaluate("line => getComputedStyle(line).animationName") == expected


def test_paper_shows_everything(opened):
    page = opened(small())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page, "slope") == ["12", "6", "1"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page, "slope") == []


def test_a_step_or_a_dragged_value_takes_less_than_16_ms(opened):
    """Script, style and layout of the whole network's circuit in processor time; the median of 100."""
    page = opened(network())
    page.evaluate("""() => {
        const box = document.querySelector(".circuit-box:not(.data)"), { x, y } = box.getBoundingClientRect();
        const move = (kind, dx) => box.dispatchEvent(new PointerEvent(
            kind, { clientX: x + dx, clientY: y, buttons: 1, pointerId: 1, bubbles: true }));
        const [, forward, , again] = document.querySelectorAll("button");
        box.setPointerCapture = () => {};
        move("pointerdown", 0);
        window.work = {
            step: () => (forward.ariaDisabled === "true" ? again : forward).click(),
            drag: k => move("pointermove", 5 * (k % 30 + 1)),
        };
    }""")
    measure = page.context.new_cdp_session(page)
    measure.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent():
        found = {each["name"]: each["value"] for each in measure.send("Performance.getMetrics")["metrics"]}
        return 1000 * sum(found[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration"))

    for kind in ("step", "drag"):
        times = []
        for k in range(100):
            before = spent()
            page.evaluate("""([kind, k]) => {
                work[kind](k);
                document.querySelector("svg").getBBox();
                document.querySelector(".circuit").getBoundingClientRect();
            }""", [kind, k])
            times.append(spent() - before)
        print(f"{kind}: {np.median(times):.1f} ms, at most {max(times):.1f}")
        assert 0 < np.median(times) < 16
