// A computation to step through; circuit.py draws up its graph. `state` is what the reader changed:
// the inputs' values by the node's number, the step, and the order of handing back.

const STYLE = `
.circuit { --paper: #ffffff; --ink: #222222; --dim: #666666; --soft: #f3f3f3; --value: #0072B2; --slope: #B85100;
  max-width: 100%; padding: 8px; background: var(--paper); color: var(--ink); font: 14px/1.4 system-ui, sans-serif;
:is([data-jp-theme-light="false"], [data-theme="dark"], .vscode-dark, [theme="dark"]) & {
  --paper: #1c1c1c; --ink: #eeeeee; --dim: #a8a8a8; --soft: #333333; --value: #6CBCF0; --slope: #F2A65A; }
&, * { box-sizing: border-box; }
:focus-visible:not(svg), .circuit-frame:has(svg:focus-visible), .circuit-box:is(.lit, :focus-within) { outline: 3px solid var(--ink); outline-offset: 1px; }
.circuit-title { font-weight: bold; font-size: 16px; margin-bottom: 4px; }
.circuit-frame { overflow: auto hidden; position: relative; }
.circuit-stage { position: relative; transform-origin: 0 0; }
svg { position: absolute; inset: 0; overflow: visible; font-size: 12px; outline: none; }
text { text-anchor: middle; dominant-baseline: central; fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.line, .hit { fill: none; stroke: var(--dim); stroke-width: 1.2; }
.hit { stroke: transparent; stroke-width: 16; }
.hit, .step { cursor: help; }
.tip { fill: var(--dim); }
.value { fill: var(--value); color: var(--value); font-weight: bold; }
.slope { fill: var(--slope); color: var(--slope); font-weight: bold; font-style: italic; }
.local { font-size: 11px; text-anchor: end; }
.lit .line { stroke: var(--ink); stroke-width: 3.2; }
:is(.lit, .now) .tip { fill: var(--ink); }
.now .line { stroke: var(--ink); stroke-width: 2.4; stroke-dasharray: 7 4; animation: circuit-run 0.7s linear infinite; }
.back .line { animation-direction: reverse; }
@media (prefers-reduced-motion: reduce) { .now .line { animation: none; } }
.shape { fill: var(--paper); stroke: var(--ink); stroke-width: 1.3; }
.active .shape { stroke-width: 4; }
.sign { font-size: 14px; stroke: none; }
.circuit-box { position: absolute; height: 34px; text-align: center; border: 2px solid var(--ink); background: var(--paper); touch-action: pan-y;
  &.data { border: 1px dashed var(--ink); background: var(--soft); }
  &.plain { height: 20px; }
  span { display: block; font-size: 11px; line-height: 13px; height: 13px; white-space: nowrap; }
  input { display: block; width: 100%; height: 17px; padding: 0; border: 0; margin: 0; text-align: center; background: none; outline: none;
    color: var(--value); font: inherit; font-size: 12px; font-weight: bold; line-height: 17px; box-shadow: none; }
  &, input { cursor: ew-resize; } }
.circuit-row { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin: 8px 0 4px; }
button { min-height: 30px; padding: 2px 10px; border: 1px solid var(--dim); border-radius: 4px; background: var(--soft); color: var(--ink); font: inherit; cursor: pointer;
  &[aria-disabled="true"] { color: var(--dim); cursor: default; } }
label { display: inline-flex; gap: 4px; align-items: center; margin: 0 4px; color: inherit; font: inherit; }
.circuit-rate { width: 5em; min-height: 28px; border: 1px solid var(--dim); background: none; color: inherit; font: inherit; padding: 0 4px; }
.circuit-words, .circuit-path { min-height: 1.4em; max-width: 50em; }
.circuit-words { font-weight: 600; }
.circuit-error:not(:empty) { border: 2px solid var(--ink); padding: 4px 8px; }
.circuit-key { font-size: 13px; margin-left: auto; } }
@keyframes circuit-run { from { stroke-dashoffset: 11; } to { stroke-dashoffset: 0; } }
`;

// Each operation: its symbol, result, and local slopes, one per input, from its inputs a and its result v;
// how it is written with numbers, and in words what a slope is multiplied by: % is the local slope
const OPERATIONS = {
  "+": { symbol: "+", run: a => a.reduce((x, y) => x + y), slopes: a => a.map(() => 1), write: a => a.join(" + "), why: "unchanged" },
  "-": { symbol: "−", run: a => a[0] - a[1], slopes: () => [1, -1], write: a => a.join(" − "), why: ["unchanged", "times %"] },
  "*": { symbol: "×", run: a => a[0] * a[1], slopes: a => [a[1], a[0]], write: a => a.join(" × "), why: "times the other input, %" },
  "/": { symbol: "/", run: a => a[0] / a[1], slopes: (a, v) => [1 / a[1], -v / a[1]], write: a => a.join(" / "),
    why: ["times 1 over the divisor, %", "times minus the result over the divisor, %"] },
  neg: { symbol: "neg", run: a => -a[0], slopes: () => [-1], write: a => `−${a[0]}`, why: "times %" },
  exp: { symbol: "exp", run: a => Math.exp(a[0]), slopes: (a, v) => [v], why: "times its own result, %" },
  log: { symbol: "log", run: a => Math.log(a[0]), slopes: a => [1 / a[0]], why: "times 1 over its input, %" },
  f: { symbol: "f", run: a => 1 / (1 + Math.exp(-a[0])), slopes: (a, v) => [v * (1 - v)], why: "times its own slope f · (1 − f), %" },
  tanh: { symbol: "tanh", run: a => Math.tanh(a[0]), slopes: (a, v) => [1 - v * v], why: "times 1 − tanh², %" },
  relu: { symbol: "relu", run: a => Math.max(a[0], 0), slopes: a => [a[0] > 0 ? 1 : 0], why: "times %, which is 1 above 0 and else 0" },
  max: { symbol: "max", run: a => Math.max(...a), slopes: a => [1, -1].map(s => (1 + s * Math.sign(a[0] - a[1])) / 2),
    why: "times %, which is 1 for the larger input and else 0" },
  square: { symbol: "( )²", run: a => a[0] * a[0], slopes: a => [2 * a[0]], write: a => `${a[0]}²`, why: "times twice its input, %" },
  half_square: { symbol: "½( )²", run: a => a[0] * a[0] / 2, slopes: a => [a[0]], write: a => `½ · ${a[0]}²`, why: "times its input, %" },
  "**": { symbol: "power", run: a => a[0] ** a[1], slopes: (a, v) => [a[1] * a[0] ** (a[1] - (a[1] ? 1 : 0)), v * Math.log(a[0] || 1)], write: a => a.join("^"),
    why: "times its own slope, %" },
};

function digits(value, most = 4) {  // a number as circuit.py writes it
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  let text;
  if (Number.isInteger(value) && Math.abs(value) < 1e6) text = String(value);
  else if (Math.abs(value) >= 0.5 * 10 ** -most && Math.abs(value) < 1e6) text = String(Number(value.toFixed(most)));
  else text = value.toExponential(2).replace("+", "");
  return text.replaceAll("-", "−");
}

const pretty = text => text.replaceAll("**", "^").replaceAll("*", "×").replaceAll("-", "−");
const parse = text => Number(text.trim().replace("−", "-").replace(",", ".") || NaN);
const bracketed = value => (value < 0 ? `(${digits(value)})` : digits(value));

// --- Numbers ---

// The values of all nodes, and the local slopes of each
function runForward(graph, given) {
  const values = [], locals = [];
  graph.nodes.forEach((node, k) => {
    const a = node.parents.map(parent => values[parent]);
    values.push(node.parents.length ? OPERATIONS[node.op].run(a) : given[k] ?? node.value);
    locals.push(node.parents.length ? OPERATIONS[node.op].slopes(a, values[k]) : []);
  });
  return { values, locals };
}

// Which nodes get a slope: the weights and what is computed from them, or everything
function needed(graph) {
  const gets = [];
  graph.nodes.forEach(node => gets.push(!graph.forward && ((graph.all && node.kind !== "number") || node.kind === "weight"
    || node.parents.some(parent => gets[parent]))));
  return gets;
}

// The steps back: lists of (node, slot), in the right order or each as soon as it comes
function stepsBack(graph, hasty) {
  const gets = needed(graph), last = graph.nodes.length - 1, steps = [];
  const slots = k => [...graph.nodes[k].parents.keys()].filter(slot => gets[graph.nodes[k].parents[slot]]);
  const handOn = k => slots(k).forEach(slot => {
    steps.push([[k, slot]]);
    handOn(graph.nodes[k].parents[slot]);
  });
  if (hasty) handOn(last);
  else for (let k = last; k >= 0; k--) if (gets[k] && slots(k).length) steps.push(slots(k).map(slot => [k, slot]));
  return steps;
}

// The slopes of all nodes and on all wires after these steps back
function runBack(graph, locals, steps) {
  const slopes = graph.nodes.map(() => 0), wires = {};
  slopes[slopes.length - 1] = 1;
  for (const step of steps)
    for (const [k, slot] of step) {
      const handed = slopes[k] * locals[k][slot];
      slopes[graph.nodes[k].parents[slot]] += handed;
      wires[[k, slot]] = (wires[[k, slot]] ?? 0) + handed;
    }
  return { slopes, wires };
}

// All ways from a node to the result, each a list of (node, slot); at most so many
function pathsFrom(uses, k, most) {
  if (!uses[k].length) return [[]];
  const found = [];
  for (const use of uses[k]) {
    if (found.length >= most) break;
    pathsFrom(uses, use[0], most - found.length).forEach(path => found.push([use, ...path]));
  }
  return found;
}

// --- The drawing ---

function make(parent, tag, attributes = {}, text = "") {
  const element = ["svg", "g", "path", "rect", "text"].includes(tag)
    ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

function outline(path) {  // as circuit.py's curve
  const [x0, y0, x1, y1] = path, bend = path.length === 5 ? path[4] * 4 / 3 : 0, middle = (x0 + x1) / 2;
  let d = `M${x0} ${y0}C${middle} ${y0 + bend} ${middle} ${y1 + bend} ${x1} ${y1}`;
  if (path.length === 7) {
    const [, , , , x3, x2, y2] = path;
    d += `H${x3}C${(x3 + x2) / 2} ${y1} ${(x3 + x2) / 2} ${y2} ${x2} ${y2}`;
  }
  return d;
}

function render({ model, el }) {
  try {
    return draw(model, el);
  } catch (problem) {
    el.textContent = `This circuit can’t be drawn: ${problem.message}`;
  }
}

function draw(model, el) {
  const graph = model.get("graph"), { nodes, wires } = graph, last = nodes.length - 1;
  const gets = needed(graph), uses = nodes.map(() => []);
  nodes.forEach((node, k) => node.parents.forEach((parent, slot) => uses[parent].push([k, slot])));
  const computed = [...nodes.keys()].filter(k => nodes[k].parents.length);
  const called = k => pretty(nodes[k].name || nodes[k].text || digits(nodes[k].value));
  const result = called(last);
  let chosen = null;  // the node, or (node, slot), whose paths are lit
  let said = "", own = false;  // what a change was, until the next step

  // --- State: what both views and the kernel know ---

  function state() {
    const { values = {}, step = 0, hasty = false } = model.get("state") ?? {};
    return { values, step, hasty };
  }

  const back = { true: stepsBack(graph, graph.orders), false: stepsBack(graph, false) };
  const count = hasty => computed.length + (graph.forward ? 0 : 1 + back[hasty].length);

  function change(changes, words = "") {
    said = words;
    own = true;  // or our own news would wipe out what was said
    model.set("state", { ...state(), ...changes });
    own = false;
    model.save_changes();
    show();
  }

  function guard(work) {  // an error is shown in its place, and the next move may mend it
    return (...all) => {
      try {
        error.textContent = "";
        return work(...all);
      } catch (problem) {
        error.textContent = `${problem.message}. “Start again” sets it back.`;
      }
    };
  }

  const on = (target, names, work) => names.split(" ").forEach(name => target.addEventListener(name, guard(work)));

  function hover(target, what) {
    on(target, "pointerenter", () => choose(what));
    on(target, "pointerleave", () => target.contains(document.activeElement) || choose(null));
  }

  function everything(given, hasty) {
    const forward = runForward(graph, given);
    return { ...forward, ...(graph.forward ? { slopes: [], wires: {} } : runBack(graph, forward.locals, back[hasty])) };
  }

  // --- The page ---

  const root = make(el, "div", { class: "circuit", "data-lm-suppress-shortcuts": "true" });
  make(root, "style", {}, STYLE);
  if (graph.title) make(root, "div", { class: "circuit-title" }, graph.title);
  const frame = make(root, "div", { class: "circuit-frame" });
  const stage = make(frame, "div", { class: "circuit-stage" });
  const svg = make(stage, "svg", { width: graph.width, height: graph.height, tabindex: 0, role: "application",
    "aria-label": `The computation of ${result}. Arrow keys: left and right to step, up and down from wire to wire.` });
  const controls = make(root, "div", { class: "circuit-row" });
  const words = make(root, "div", { class: "circuit-words", "aria-live": "polite" });
  const path = make(root, "div", { class: "circuit-path", "aria-live": "polite" });
  const error = make(root, "div", { class: "circuit-error", role: "alert" });

  const drawnWires = wires.map(wire => {
    const parent = nodes[wire.node].parents[wire.slot], [lx, ly] = wire.label, g = make(svg, "g");
    const d = outline(wire.path), [x2, y2] = wire.path.length === 7 ? wire.path.slice(5) : wire.path.slice(2, 4);
    make(g, "path", { class: "line", d });
    make(g, "path", { class: "tip", d: `M${x2 + 1} ${y2}l-8 -3.5v7z` });
    const drawn = { ...wire, g, parent, lx, ly, key: [wire.node, wire.slot] };
    hover(make(g, "path", { class: "hit", d }), drawn.key);
    on(g, "click", () => svg.focus({ preventScroll: true }));
    return drawn;
  });
  const end = nodes[last].x + nodes[last].w / 2, out = graph.width - 7.2 * result.length - 10, endY = nodes[last].y;
  make(svg, "path", { class: "line", d: `M${end} ${endY}H${out}` });
  make(svg, "path", { class: "tip", d: `M${out} ${endY}l-8 -3.5v7z` });
  make(svg, "text", { x: out + 4, y: endY, style: "text-anchor: start; font-size: 13px" }, result);

  const drawnNodes = nodes.map((node, k) => {
    const { x, y, w } = node, given = !node.parents.length;
    if (!given) {
      const g = make(svg, "g", { class: "step" }), symbol = OPERATIONS[node.op].symbol;
      make(g, "rect", { class: "shape", x: x - w / 2, y: y - 15, width: w, height: 30, rx: 15 });
      make(g, "text", { class: "sign", x, y }, symbol);
      if (node.name && k !== last) make(g, "text", { x, y: y - 23 }, called(k));
      hover(g, k);
      return { g, sum: make(g, "text", { class: "slope", x, y: y + 25 }) };
    }
    const box = make(stage, "div", { class: `circuit-box ${node.kind === "weight" ? "" : "data"} ${node.name ? "" : "plain"}`,
      style: `left: ${x - w / 2}px; top: ${y - (node.name ? 17 : 10)}px; width: ${w}px` });
    if (node.name) make(box, "span", {}, called(k));
    if (node.kind === "number") make(box, "input", { disabled: "", value: digits(node.value), "aria-label": "a number", tabindex: -1 });
    return { box, sum: make(svg, "text", { class: "slope", x, y: y + 26 }), ...(node.kind === "number" ? {} : field(box, k)) };
  });
  const labels = drawnWires.map(wire => ({  // above all wires
    value: make(svg, "text", { class: "value", x: wire.lx }), slope: make(svg, "text", { class: "slope", x: wire.lx }),
    local: make(svg, "text", { class: "local", x: nodes[wire.node].x - nodes[wire.node].w / 2 - 1,
      y: nodes[wire.node].y + (wire.ly < nodes[wire.node].y ? -19 : 19) }) }));
  const endLabel = { value: make(svg, "text", { class: "value", x: (end + out) / 2 - 3 }),
    slope: make(svg, "text", { class: "slope", x: (end + out) / 2 - 3 }) };

  // --- Inputs: drag, type, or arrow keys ---

  function field(box, k) {
    const input = make(box, "input", { type: "text", inputmode: "decimal", role: "spinbutton", autocomplete: "off",
      "aria-label": `${called(k)}, ${nodes[k].kind}`, title: "Drag sideways, type, or press arrow keys" });
    const now = () => state().values[k] ?? nodes[k].value;
    let from = null;

    function typed() {
      if (input.value.trim() === digits(now())) return show();
      const value = parse(input.value);
      if (!Number.isFinite(value)) {
        said = `“${input.value}” is no number: ${called(k)} stays ${digits(now())}.`;
        return show();
      }
      setInput(k, value);
    }

    on(input, "change", typed);
    on(input, "focus", () => choose(k));
    on(input, "blur", () => choose(null));
    on(input, "keydown", event => {
      const moves = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
      if (moves) {
        setInput(k, now() + moves * graph.step / (event.shiftKey ? 10 : 1));
        event.preventDefault();
      } else if (event.key === "Enter") {
        typed();
      } else if (event.key === "Escape") {
        show();
      } else if (event.key === "Tab") {
        return;
      }
      event.stopPropagation();
    });
    on(box, "pointerdown", event => {
      if (event.button === 0) from = { x: event.clientX, value: now(), moved: false };
    });
    on(box, "pointermove", event => {
      if (!from || !(event.buttons & 1)) return;
      const moved = Math.round((event.clientX - from.x) / 5);
      if (!moved && !from.moved) return;
      if (!from.moved) box.setPointerCapture(event.pointerId);
      from.moved = true;
      setInput(k, from.value + moved * graph.step);
      event.preventDefault();
    });
    on(box, "pointerup pointercancel", () => { from = null; });
    hover(box, k);
    return { input };
  }

  function setInput(k, value) {
    const { values, hasty } = state(), rounded = Number(value.toPrecision(12));
    const given = { ...values, [k]: rounded }, now = everything(given, hasty);
    const slope = gets[k] ? `, and the slope at ${called(k)} is ${digits(now.slopes[k])}` : "";
    change({ values: given, step: count(hasty) }, `${called(k)} = ${digits(rounded)}: ${result} = ${digits(now.values[last])}${slope}.`);
  }

  // --- Buttons and keys ---

  function button(text, work) {
    const made = make(controls, "button", { type: "button" }, text);
    on(made, "click", () => made.getAttribute("aria-disabled") !== "true" && work());
    return made;
  }

  function go(by) {
    const { step, hasty } = state();
    change({ step: Math.max(0, Math.min(count(hasty), step + by)) });
    reveal();
  }

  const buttonBack = button("◀ Back", () => go(-1));
  const buttonForward = button("Forward ▶", () => go(1));
  const buttonEnd = button("Show all", () => {
    const { values, hasty } = state();
    change({ step: count(hasty) }, `All ${count(hasty)} steps are done: ${result} = ${digits(everything(values, hasty).values[last])}.`);
  });
  button("Start again", () => change({ values: {}, step: 0 }));
  let rate = graph.rate;
  const weights = [...nodes.keys()].filter(k => nodes[k].kind === "weight");
  if (!graph.forward && weights.length) {
    button("Step downhill", downhill);
    const label = make(controls, "label", {}, "rate");
    const input = make(label, "input", { class: "circuit-rate", type: "text", inputmode: "decimal", value: digits(rate) });
    on(input, "change", () => {
      const value = parse(input.value);
      if (Number.isFinite(value)) rate = value;
      else said = `“${input.value}” is no number: the rate stays ${digits(rate)}.`;
      input.value = digits(rate);
      show();
    });
    on(input, "keydown", event => event.key !== "Tab" && event.stopPropagation());
  }
  let orderBox = null;
  if (graph.orders) {
    const label = make(controls, "label");
    orderBox = make(label, "input", { type: "checkbox" });
    label.append("hand each slope on at once (the hasty order)");
    on(orderBox, "change", () => {
      const { step } = state(), hasty = orderBox.checked;
      change({ hasty, step: Math.min(step, computed.length) }, hasty
        ? "Hasty: each slope is handed on as soon as it comes." : "In order: a slope is handed on once all of it is there.");
    });
  }
  const key = make(controls, "span", { class: "circuit-key" });
  make(key, "span", { class: "value" }, "value →");
  if (!graph.forward) key.append(" ", make(key, "span", { class: "slope" }, "← slope"));

  function downhill() {
    const { values, hasty } = state(), before = everything(values, hasty), given = { ...values };
    weights.forEach(k => { given[k] = before.values[k] - rate * before.slopes[k]; });
    const after = everything(given, hasty), [J0, J1] = [before.values[last], after.values[last]];
    const moved = weights.length > 3 ? `All ${weights.length} weights` : weights.map(
      k => `${called(k)} from ${digits(before.values[k])} to ${digits(given[k])}`).join(", ");
    change({ values: given, step: count(hasty) }, `${moved}: each moves by minus ${digits(rate)} times its slope. `
      + `${result} goes from ${digits(J0)} to ${digits(J1)}.`);
  }

  const stops = [];  // what the up and down arrow keys go through
  nodes.forEach((node, k) => {
    if (uses[k].length > 1) stops.push(k);
    uses[k].forEach(use => stops.push(use));
  });

  const press = guard(event => {
    if (event.target.matches("input:not([type=checkbox])") || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = stops.findIndex(stop => String(stop) === String(chosen));
    if (event.key === "ArrowRight") go(1);
    else if (event.key === "ArrowLeft") go(-1);
    else if (event.key === "ArrowDown") choose(stops[(at + 1) % stops.length], true);
    else if (event.key === "ArrowUp") choose(stops[(at < 0 ? stops.length : at + stops.length - 1) % stops.length], true);
    else if (event.key === "Escape") choose(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const keys = event => root.contains(event.target) && press(event);  // before Notebook 7 takes them
  window.addEventListener("keydown", keys, true);
  on(svg, "blur", () => choose(null));

  // --- What it says and shows ---

  function sentence(at, hasty, { values, locals }, slopes, totals) {
    if (at === 0)
      return `Step forward: ${result} is computed one node at a time${graph.forward ? "" : ", and then its slopes run back"}.`;
    if (at <= computed.length) {
      const k = computed[at - 1], node = nodes[k], a = node.parents.map(parent => values[parent]);
      const { write = all => `${OPERATIONS[node.op].symbol}(${all.join(", ")})` } = OPERATIONS[node.op];
      return `${node.name ? `${called(k)} = ` : ""}${pretty(node.text)}: ${write(a.map(bracketed))} = ${digits(values[k])}.`;
    }
    if (at === computed.length + 1) return `The slope at ${result} itself is 1: when ${result} grows a little, ${result} grows just as much.`;
    const step = back[hasty][at - computed.length - 2], k = step[0][0], node = nodes[k], { symbol, why } = OPERATIONS[node.op];
    const own = digits(slopes[k]);
    const handed = step.map(([, slot]) => {
      const local = locals[k][slot], reason = Array.isArray(why) ? why[slot] : why;
      return `${called(node.parents[slot])} its slope, ${own}, ${reason.replace("%", digits(local))}: ${digits(slopes[k] * local)}`;
    });
    const sums = [...new Set(step.map(([, slot]) => node.parents[slot]))].filter(parent => uses[parent].length > 1);
    return `${symbol}${node.name && k !== last ? ` of ${called(k)}` : ""} hands ${handed.join(", and ")}.`
      + sums.map(parent => ` So far, ${called(parent)} has ${digits(totals[parent])}.`).join("");
  }

  // The paths of what is chosen, the product of the local slopes along each, and their sum
  function explain({ values, locals, slopes }) {
    const one = Array.isArray(chosen), from = one ? nodes[chosen[0]].parents[chosen[1]] : chosen;
    const paths = one ? pathsFrom(uses, chosen[0], 41).map(path => [chosen, ...path]) : pathsFrom(uses, chosen, 41);
    const start = `From ${called(from) || digits(values[from])}${one && uses[from].length > 1 ? " along this wire" : ""} to ${result}`;
    if (!gets[from] || !paths[0].length) {
      const slope = gets[from] || graph.forward ? "" : ", which is given and gets no slope";
      return { paths, words: `${called(from)} = ${digits(values[from])}${slope}.` };
    }
    const products = paths.slice(0, 4).map(each => each.map(
      ([k, slot]) => `${bracketed(locals[k][slot])} at ${nodes[k].name && k !== last ? called(k) : OPERATIONS[nodes[k].op].symbol}`).join(" · "));
    const total = one ? locals[chosen[0]][chosen[1]] * slopes[chosen[0]] : slopes[from];
    const sum = paths.length === 1 ? products[0] : products.map(each => `(${each})`).join(" + ") + (paths.length > 4 ? " + …" : "");
    return { paths, words: `${start}${paths.length > 1 ? ", along every path" : ""}: local slopes ${sum} = ${digits(total)}.` };
  }

  function put(label, y, value, slope) {  // one above the other, or alone on the wire
    const apart = value && slope ? 9 : 0;
    write(label.value, value, y - apart);
    write(label.slope, slope, y + apart);
  }

  function write(text, words, y) {
    if (text.textContent !== words) text.textContent = words;
    if (y !== undefined) text.setAttribute("y", y);
  }

  function show() {
    const { values: given, step, hasty } = state(), all = count(hasty), at = Math.min(step, all);
    const forward = runForward(graph, given), known = new Set(computed.slice(0, at));
    const done = back[hasty].slice(0, Math.max(0, at - computed.length - 1));
    const soFar = runBack(graph, forward.locals, done), started = at > computed.length && !graph.forward;
    const before = done.length ? runBack(graph, forward.locals, done.slice(0, -1)) : soFar;
    const active = at === 0 || said ? null : at <= computed.length ? computed[at - 1] : at === computed.length + 1 ? last : done[done.length - 1][0][0];
    const lit = new Set(), complete = { ...forward, ...runBack(graph, forward.locals, back.false) };
    const { paths, words: about } = chosen === null ? { paths: [], words: "" } : explain(complete);
    paths.forEach(each => each.forEach(use => lit.add(String(use))));

    drawnWires.forEach((wire, which) => {
      const name = String(wire.key), { parent } = wire, backward = started && done.length && done[done.length - 1].some(use => String(use) === name);
      const now = active !== null && (backward || (at <= computed.length && wire.node === active));
      const kind = `${lit.has(name) ? "lit" : ""} ${now ? "now" : ""} ${backward ? "back" : ""}`;
      if (wire.g.getAttribute("class") !== kind) wire.g.setAttribute("class", kind);
      const value = wire.shown && (known.has(parent) || !nodes[parent].parents.length) ? digits(forward.values[parent]) : "";
      put(labels[which], wire.ly, value, name in soFar.wires ? digits(soFar.wires[name]) : "");
      const local = gets[parent] && (lit.has(name) || (now && backward)) ? `·${digits(forward.locals[wire.node][wire.slot])}` : "";
      write(labels[which].local, local);
    });
    put(endLabel, endY, known.has(last) ? digits(forward.values[last]) : "", started ? "1" : "");
    drawnNodes.forEach((drawn, k) => {
      drawn.g?.classList.toggle("active", k === active);
      drawn.box?.classList.toggle("lit", chosen === k || paths.some(each => each.length && nodes[each[0][0]].parents[each[0][1]] === k));
      const several = uses[k].length > 1 && uses[k].some(use => String(use) in soFar.wires);
      write(drawn.sum, several ? `Σ ${digits(soFar.slopes[k])}` : "");
      if (drawn.input) {
        const text = digits(forward.values[k]);
        if (drawn.input.value !== text) drawn.input.value = text;
        drawn.input.setAttribute("aria-valuenow", forward.values[k]);
        drawn.input.setAttribute("aria-valuetext", text + (several || uses[k].some(use => String(use) in soFar.wires) ? `, slope ${digits(soFar.slopes[k])}` : ""));
      }
    });
    const bad = computed.find(k => !Number.isFinite(forward.values[k]));
    const trouble = bad === undefined || !known.has(bad) ? "" : ` ${called(bad)} can’t be computed here: it comes to ${digits(forward.values[bad])}.`;
    const number = at && !said ? `Step ${at} of ${all}. ` : "";
    write(words, (said || number + sentence(at, hasty, forward, before.slopes, soFar.slopes)) + trouble);
    write(path, about);
    [[buttonBack, 0], [buttonForward, all], [buttonEnd, all]].forEach(
      ([each, end]) => each.setAttribute("aria-disabled", at === end));
    if (orderBox) orderBox.checked = hasty;
  }

  function choose(what, scroll = false) {
    chosen = what ?? null;
    show();
    if (scroll && chosen !== null) reveal(Array.isArray(chosen) ? chosen[0] : chosen);
  }

  function reveal(k) {  // scroll inside the frame only
    const { step, hasty } = state();
    if (k === undefined) {
      if (!step) k = 0;
      else if (step <= computed.length) k = computed[step - 1];
      else k = back[hasty][step - computed.length - 2]?.[0][0] ?? last;
    }
    const left = nodes[k].x * scale, wide = frame.clientWidth;
    if (left < frame.scrollLeft + 90 || left > frame.scrollLeft + wide - 90) frame.scrollLeft = left - wide / 2;
  }

  // --- Size, other views, paper ---

  let scale = 1;
  function fit() {
    const room = frame.clientWidth;
    scale = room && room < graph.width && room >= 0.75 * graph.width ? room / graph.width : 1;
    stage.style.cssText = `width: ${graph.width}px; height: ${graph.height}px; transform: scale(${scale})`;
    frame.style.height = `${graph.height * scale + (graph.width * scale > room + 1 ? 18 : 2)}px`;
  }
  const sizes = new ResizeObserver(fit);
  sizes.observe(root);
  fit();

  const heard = guard(() => { if (!own) { said = ""; show(); } });
  model.on("change:state", heard);
  let shownOnPaper = null;
  const beforePrint = () => { shownOnPaper = state().step; change({ step: count(state().hasty) }); };
  const afterPrint = () => { if (shownOnPaper !== null) change({ step: shownOnPaper }); };
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
  guard(show)();
  return () => {
    model.off("change:state", heard);
    sizes.disconnect();
    window.removeEventListener("keydown", keys, true);
    window.removeEventListener("beforeprint", beforePrint);
    window.removeEventListener("afterprint", afterPrint);
  };
}

export default { render, runForward, runBack, stepsBack };
