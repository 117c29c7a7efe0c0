// A pad to draw a digit on: 32 x 32 cells, the 8 x 8 counts that the network is shown, and its answer as ten bars.
// Every change of the drawing or of a step goes to the kernel as a message; what it computes comes back as one.

const SIDE = 32;   // cells
const CELL = 9;    // pixels per cell
const PEN = 1.6;   // radius of the pen, in cells; the kernel's ready-made strokes are drawn with the same
const INK = "#222222", PAPER = "#ffffff", LINE = "#dddddd", BLUE = "#0072B2", VERMILION = "#D55E00";

function make(parent, tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.textContent = text;
  parent.append(element);
  return element;
}

function render({ model, el }) {
  let cells = Array(SIDE * SIDE).fill(0);
  let cursor = [SIDE / 2, SIDE / 2], keyPen = false, last = null;
  let waiting = false, changed = false;
  const view = Math.random();  // answers come to all views of a pad, and each takes its own

  el.classList.add("drawing-pad");
  const frame = make(el, "div", { class: "pad-frame" });
  const left = make(frame, "div");
  const canvas = make(left, "canvas", {
    width: SIDE * CELL, height: SIDE * CELL, tabindex: 0, role: "application", "data-lm-suppress-shortcuts": "true",
    "aria-label": "Drawing pad. Draw with mouse, pen or finger. Or use the keyboard: arrow keys move the pen, "
      + "the space bar puts it down or lifts it, Delete clears the pad.",
  });
  const buttons = make(left, "div", { class: "pad-buttons" });
  const middle = make(frame, "div");
  const counts = make(middle, "canvas", { width: 160, height: 160, role: "img", "aria-label": "What the network is shown" });
  make(middle, "div", { class: "pad-small" }, "what the network is shown");
  const right = make(frame, "div", { class: "pad-answer" });
  const words = make(right, "div", { class: "pad-words", "aria-live": "polite" }, "Draw a digit.");
  const bars = [...Array(10).keys()].map(digit => {
    const row = make(right, "div", { class: "pad-row" });
    make(row, "span", { class: "pad-digit" }, String(digit));
    const track = make(row, "div", { class: "pad-track" });
    return { row, bar: make(track, "div", { class: "pad-bar" }), share: make(row, "span", { class: "pad-share" }) };
  });

  // --- Drawing ---

  function show() {
    const paper = canvas.getContext("2d");
    paper.fillStyle = PAPER;
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.strokeStyle = LINE;
    for (let k = 0; k <= SIDE; k += 4) {  // the blocks of 4 x 4 cells
      paper.strokeRect(k * CELL, 0, 0, canvas.height);
      paper.strokeRect(0, k * CELL, canvas.width, 0);
    }
    paper.fillStyle = INK;
    cells.forEach((ink, k) => {
      if (ink) paper.fillRect((k % SIDE) * CELL, Math.floor(k / SIDE) * CELL, CELL, CELL);
    });
    if (document.activeElement === canvas) {
      paper.strokeStyle = VERMILION;
      paper.lineWidth = 2;
      paper.strokeRect(cursor[0] * CELL - CELL, cursor[1] * CELL - CELL, 2 * CELL, 2 * CELL);
      paper.lineWidth = 1;
    }
  }

  function press(x, y) {  // a dot of ink around a point, in cells
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++)
        if (Math.hypot(column + 0.5 - x, row + 0.5 - y) <= PEN) cells[row * SIDE + column] = 1;
  }

  function line(from, to) {
    const steps = Math.ceil(4 * Math.hypot(to[0] - from[0], to[1] - from[1])) || 1;
    for (let k = 0; k <= steps; k++)
      press(from[0] + (to[0] - from[0]) * k / steps, from[1] + (to[1] - from[1]) * k / steps);
    show();
    ask();
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * SIDE, (event.clientY - box.top) / box.height * SIDE];
  }

  canvas.addEventListener("pointerdown", event => {
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    cursor = last.map(Math.round);
    line(last, last);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", event => {
    if (!last) return;
    const next = place(event);
    line(last, next);
    last = next;
  });
  ["pointerup", "pointercancel"].forEach(name => canvas.addEventListener(name, () => { last = null; }));

  function pressKey(event) {
    if (event.target !== canvas) return;
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (move) {
      const next = cursor.map((at, k) => Math.min(SIDE, Math.max(0, at + move[k])));
      if (keyPen) line(cursor, next);
      cursor = next;
    } else if (event.key === " ") {
      keyPen = !keyPen;
      if (keyPen) line(cursor, cursor);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      clear();
    } else {
      return;  // Tab goes on to the buttons
    }
    event.preventDefault();
    event.stopPropagation();
    show();
  }
  window.addEventListener("keydown", pressKey, true);  // before Notebook 7 takes the arrow keys for its cells
  canvas.addEventListener("focus", show);
  canvas.addEventListener("blur", () => { keyPen = false; show(); });

  function put(drawing) {
    cells = [...drawing].map(Number);
    show();
    ask();
  }

  function clear() {
    keyPen = false;
    put("0".repeat(SIDE * SIDE));
  }

  make(buttons, "button", { type: "button" }, "Clear").addEventListener("click", clear);
  make(buttons, "span", { class: "pad-small" }, "Try:");
  Object.entries(model.get("ready")).forEach(([name, drawing]) =>
    make(buttons, "button", { type: "button", "aria-label": `ready-made ${name}` }, name)
      .addEventListener("click", () => put(drawing)));

  const row = make(left, "div", { class: "pad-buttons" });
  if (model.get("keeps")) {
    make(row, "span", { class: "pad-small" }, "Keep it as:");
    [...Array(10).keys()].forEach(digit =>
      make(row, "button", { type: "button", "aria-label": `keep it as a ${digit}` }, String(digit))
        .addEventListener("click", () => model.send({ view, cells: cells.join(""), keep: digit })));
  } else {
    make(row, "span", { class: "pad-small" }, "To keep a drawing, run this cell in Jupyter: a page alone stores no file.");
  }
  const kept = make(left, "div", { class: "pad-small", "aria-live": "polite" });

  const steps = Object.fromEntries(["scale", "ink", "straighten", "center"].map(step => {
    const label = make(middle, "label");
    const box = make(label, "input", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", ask);
    label.append(` ${step}`);
    return [step, box];
  }));

  // --- Asking the kernel: one question at a time, the newest drawing next ---

  function ask() {
    if (waiting) {
      changed = true;
      return;
    }
    waiting = true;
    changed = false;
    const chosen = Object.entries(steps).map(([step, box]) => [step, box.checked]);
    model.send({ view, cells: cells.join(""), ...Object.fromEntries(chosen) });
  }

  function answer(reply) {
    if (reply.view !== view) return;
    if ("kept" in reply) {
      kept.textContent = reply.kept;
      return;
    }
    waiting = false;
    if (reply.error) {
      words.textContent = `The network can't read this. ${reply.error}`;
      bars.forEach(({ row, bar, share }) => { bar.style.width = share.textContent = ""; row.classList.remove("pad-best"); });
      if (changed) ask();
      return;
    }
    const paper = counts.getContext("2d");
    reply.counts.forEach((count, k) => {
      const gray = Math.round(255 * (1 - count / 16));
      paper.fillStyle = `rgb(${gray}, ${gray}, ${gray})`;
      paper.fillRect((k % 8) * 20, Math.floor(k / 8) * 20, 20, 20);
    });
    const best = reply.answer.indexOf(Math.max(...reply.answer));
    bars.forEach(({ row, bar, share }, digit) => {
      const percent = Math.round(100 * (reply.answer[digit] ?? 0));
      bar.style.width = `${percent}%`;
      share.textContent = reply.answer.length ? `${percent} %` : "";
      row.classList.toggle("pad-best", digit === best);
    });
    words.textContent = reply.answer.length ? `I read a ${best}.` : "Draw a digit.";
    if (changed) ask();
  }

  model.on("msg:custom", answer);
  show();
  ask();
  return () => {
    model.off("msg:custom", answer);
    window.removeEventListener("keydown", pressKey, true);
  };
}

export default { render };
