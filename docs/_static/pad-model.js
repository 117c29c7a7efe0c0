// The drawing pad without a kernel: what lesson/pad.py and the network of Part 8 compute, in JavaScript.

const padModel = (() => {
  const SIDE = 32, WIDTH = 20, INK = 320;
  const indices = [...Array(SIDE * SIDE).keys()];
  const round = x => Math.floor(x + 0.5);
  const blank = () => Array(SIDE * SIDE).fill(0);
  const columnsOf = (cells, row) => [...Array(SIDE).keys()].filter(column => cells[row * SIDE + column]);

  function cutOut(cells) {
    const inked = indices.filter(k => cells[k]);
    const rows = inked.map(k => Math.floor(k / SIDE)), columns = inked.map(k => k % SIDE);
    const top = Math.min(...rows), left = Math.min(...columns);
    return { top, left, height: Math.max(...rows) - top + 1, width: Math.max(...columns) - left + 1 };
  }

  const steps = {
    scale(cells) {
      const { top, left, height, width } = cutOut(cells), scaled = blank(), margin = (SIDE - WIDTH) / 2;
      for (let r = 0; r < SIDE; r++)
        for (let c = 0; c < WIDTH; c++)
          scaled[r * SIDE + margin + c] = cells[(top + Math.floor((r + 0.5) * height / SIDE)) * SIDE
            + left + Math.floor((c + 0.5) * width / WIDTH)];
      return scaled;
    },
    ink(cells, chance) {  // which decides among equally deep cells
      const inked = indices.filter(k => cells[k]), paper = indices.filter(k => !cells[k]);
      if (inked.length === INK) return cells;
      const away = (k, others) => Math.min(...others.map(
        other => (k % SIDE - other % SIDE) ** 2 + (Math.floor(k / SIDE) - Math.floor(other / SIDE)) ** 2));
      const beside = k => Math.min(k % SIDE + 1, SIDE - k % SIDE) ** 2;  // left and right of the paper there is no ink
      const depth = indices.map(k => cells[k] ? Math.min(beside(k), away(k, paper)) : -away(k, inked));
      const even = blank();
      [...indices].sort((a, b) => depth[b] - depth[a] || chance[a] - chance[b]).slice(0, INK).forEach(k => { even[k] = 1; });
      return even;
    },
    straighten(cells) {
      const { top, height } = cutOut(cells), bottom = top + height - 1, straight = blank();
      const lean = (columnsOf(cells, bottom)[0] - columnsOf(cells, top)[0]) / Math.max(bottom - top, 1);
      for (let row = top; row <= bottom; row++)
        columnsOf(cells, row).forEach(column => {
          const shifted = column + round(lean * ((top + bottom) / 2 - row));
          straight[row * SIDE + Math.min(Math.max(shifted, 0), SIDE - 1)] = 1;
        });
      return straight;
    },
    center(cells) {
      const { left, width } = cutOut(cells), inked = indices.filter(k => cells[k]);
      const mean = inked.reduce((sum, k) => sum + k % SIDE + 0.5, 0) / inked.length;
      const shift = Math.min(Math.max(round(SIDE / 2 - mean), -left), SIDE - left - width);
      return indices.map(k => cells[k - shift] && Math.floor((k - shift) / SIDE) === Math.floor(k / SIDE) ? 1 : 0);
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
