// The circuits without a kernel: each keeps the reader's changes itself. Every circuit of a page brings this script.

for (const box of document.querySelectorAll(".site-circuit:not([data-drawn])")) {
  box.dataset.drawn = "";
  const data = { graph: JSON.parse(box.querySelector("script").textContent), state: {} }, listeners = new Set();
  window.circuit.render({
    el: box.appendChild(document.createElement("div")),
    model: {
      get: name => data[name],
      set: (name, value) => {
        data[name] = value;
        listeners.forEach(listener => listener());
      },
      save_changes: () => {},
      on: (event, listener) => listeners.add(listener),
      off: (event, listener) => listeners.delete(listener),
    },
  });
}
