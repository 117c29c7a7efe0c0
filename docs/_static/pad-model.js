// The drawing pad without a kernel: what lesson/pad.py and the network of Part 8 compute, in JavaScript.

const padModel = (() => {
  const SIDE = 32, WIDTH = 24, INK = 260;
  const indices = [...Array(SIDE * SIDE).keys()];
  const roundHalfToEven = x => x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);  // as Python does

  function cutOut(cells) {
    const inked = indices.filter(k => cells[k]);
    const rows = inked.map(k => Math.floor(k / SIDE)), columns = inked.map(k => k % SIDE);
    const top = Math.min(...rows), left = Math.min(...columns);
    return { top, left, height: Math.max(...rows) - top + 1, width: Math.max(...columns) - left + 1 };
  }

  // A drawing whose box of this size, as near to this place as the paper allows, has the ink that `from` tells
  function put(height, width, top, left, from) {
    const [row, column] = [[top, height], [left, width]].map(
      ([at, size]) => Math.trunc(Math.min(Math.max(at, 0), SIDE - size)));
    const cells = Array(SIDE * SIDE).fill(0);
    for (let r = 0; r < height; r++)
      for (let c = 0; c < width; c++) cells[(row + r) * SIDE + column + c] = from(r, c);
    return cells;
  }

  const steps = {
    scale(cells) {
      const { top, left, height, width } = cutOut(cells);
      const newWidth = Math.max(1, Math.min(WIDTH, roundHalfToEven(width * SIDE / height)));
      const row = r => top + Math.floor((r + 0.5) * height / SIDE);
      const column = c => left + Math.floor((c + 0.5) * width / newWidth);
      return put(SIDE, newWidth, 0, left + width / 2 - newWidth / 2, (r, c) => cells[row(r) * SIDE + column(c)]);
    },
    center(cells) {
      const { top, left, height, width } = cutOut(cells);
      return put(height, width, (SIDE - height) / 2, (SIDE - width) / 2, (r, c) => cells[(top + r) * SIDE + left + c]);
    },
    thicken(cells, chance) {  // which decides among equally near cells
      const inked = indices.filter(k => cells[k]);
      if (inked.length >= INK) return cells;
      const distance = indices.map(k => Math.min(...inked.map(
        other => (k % SIDE - other % SIDE) ** 2 + (Math.floor(k / SIDE) - Math.floor(other / SIDE)) ** 2)));
      const thick = Array(SIDE * SIDE).fill(0);
      [...indices].sort((a, b) => distance[a] - distance[b] || chance[a] - chance[b]).slice(0, INK).forEach(k => { thick[k] = 1; });
      return thick;
    },
  };

  function count(cells) {  // inked cells in each block of 4 x 4
    const counts = Array(64).fill(0);
    cells.forEach((ink, k) => { counts[8 * Math.floor(k / SIDE / 4) + Math.floor(k % SIDE / 4)] += ink; });
    return counts;
  }

  const times = (x, W) => W[0].map((_, j) => x.reduce((sum, value, i) => sum + value * W[i][j], 0));

  function forward(x, W1, W2) {
    const a2 = times(x, W1).map(z => 1 / (1 + Math.exp(-z)));  // (1), (2)
    const z3 = times(a2, W2);                                  // (3)
    const e = z3.map(z => Math.exp(z - Math.max(...z3)));      // softmax, in place of (4)
    return e.map(each => each / e.reduce((a, b) => a + b));
  }

  function answer({ cells, ...chosen }, { W1, W2, chance }) {
    let drawing = [...cells].map(Number);
    if (!drawing.includes(1)) return { counts: Array(64).fill(0), answer: [] };
    for (const [name, step] of Object.entries(steps)) if (chosen[name]) drawing = step(drawing, chance);
    const counts = count(drawing);
    return { counts, answer: forward(counts.map(each => each / 16), W1, W2) };
  }

  return { answer, forward };
})();

for (const box of document.querySelectorAll(".site-pad")) {
  const data = JSON.parse(box.querySelector("script").textContent);
  let hear;
  window.renderPad({
    el: box.appendChild(document.createElement("div")),
    model: {
      get: name => data[name],
      on: (event, listener) => { hear = listener; },
      send: question => Promise.resolve({ view: question.view, ...padModel.answer(question, data) }).then(reply => hear(reply)),
    },
  });
}
