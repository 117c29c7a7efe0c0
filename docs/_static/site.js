// What moves on the reading site without a kernel: the video, and sliders over frames that were drawn when it was built.

// The video comes when it is asked for, and until then nothing of it does
for (const player of document.querySelectorAll("a.video")) {
  player.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;  // in another tab: YouTube's own page
    event.preventDefault();
    const video = document.createElement("iframe");
    video.src = `https://www.youtube-nocookie.com/embed/${player.dataset.video}?autoplay=1`;
    video.title = player.querySelector(".video-words").textContent.replace("Play the", "The");
    video.allow = "autoplay; fullscreen; picture-in-picture";
    video.referrerPolicy = "strict-origin-when-cross-origin";
    video.className = "video";
    player.replaceWith(video);
    video.focus();
  });
}

// A table that is wider than its place is stacked; other things scroll, and can be reached by keyboard
function reachable() {
  for (const box of document.querySelectorAll("article .pst-scrollable-table-container")) {
    box.classList.remove("stacked");
    box.classList.toggle("stacked", box.scrollWidth > box.clientWidth);
  }
  for (const wide of document.querySelectorAll("article :is(pre, mjx-container, .output, .pst-scrollable-table-container)"))
    if (wide.scrollWidth > wide.clientWidth && getComputedStyle(wide).overflowX !== "visible") wide.tabIndex = 0;
}
document.querySelectorAll("details").forEach(fold => fold.addEventListener("toggle", reachable));
window.addEventListener("resize", reachable);
window.addEventListener("load", () => Promise.resolve(window.MathJax?.startup?.promise).then(reachable));

// A comma or period stays on the line of the formula before it
for (const formula of document.querySelectorAll("article span.math")) {
  const [mark] = /^[^\s\w(]+/.exec(formula.nextSibling?.nodeValue ?? "") ?? [];
  if (!mark) continue;
  formula.nextSibling.nodeValue = formula.nextSibling.nodeValue.slice(mark.length);
  const together = document.createElement("span");
  together.style.whiteSpace = "nowrap";
  formula.replaceWith(together);
  together.append(formula, mark);
}

for (const box of document.querySelectorAll(".moving")) {
  const { folder, variables, frames } = JSON.parse(box.querySelector("script").textContent);
  const picture = box.querySelector("img");
  const kept = new Map();  // frames that were asked for, by their number

  function frameOf(number) {
    if (!kept.has(number)) {
      const image = new Image();
      image.src = folder + frames[number][0];
      kept.set(number, image.decode().then(() => image));
    }
    return kept.get(number);
  }

  const sliders = variables.map((variable, which) => {
    const label = document.createElement("label");
    const range = document.createElement("input");
    const shown = document.createElement("output");
    Object.assign(range, { type: "range", min: 0, max: variable.values.length - 1, step: 1 });
    range.value = variable.start;
    label.append(variable.words, range);
    const row = document.createElement("div");
    row.append(label, shown);
    picture.before(row);
    return { range, shown, values: variable.values };
  });

  const current = () => sliders.reduce((number, { range, values }) => number * values.length + Number(range.value), 0);

  function name() {  // say the values, which aren't the places on the slider
    for (const { range, shown, values } of sliders) {
      const value = String(values[range.value]).replace("-", "\u2212");
      shown.textContent = value;
      range.setAttribute("aria-valuetext", value);
    }
  }

  async function move() {
    name();
    const number = current();
    const image = await frameOf(number);
    if (number !== current()) return;  // moved on while it came
    picture.src = image.src;
    picture.alt = frames[number][1];
  }

  async function fetchAll() {  // the nearest first, a few at a time
    const start = current();
    const order = [...frames.keys()].sort((a, b) => Math.abs(a - start) - Math.abs(b - start));
    for (let k = 0; k < order.length; k += 6) await Promise.allSettled(order.slice(k, k + 6).map(frameOf));
  }

  name();
  for (const { range } of sliders) range.addEventListener("input", move);
  box.addEventListener("focusin", fetchAll, { once: true });
  box.addEventListener("pointerdown", fetchAll, { once: true });
}
