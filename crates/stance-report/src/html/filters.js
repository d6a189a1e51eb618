"use strict";
(() => {
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  if (!form || !list) return;
  const field = (name) => document.getElementById("f-" + name);
  const fields = ["alliance", "holder", "stance", "from", "to", "text"].map(field);
  const [alliance, holder, stance, from, to, text] = fields;
  const rows = Array.from(list.tBodies[0].rows);
  const figures = Array.from(document.querySelectorAll("figure.timeline"));
  const pairs = document.getElementById("pairs");
  let words = null;

  const about = (element, name, value) =>
    (element.getAttribute(name) || "").split(" ").includes(value);

  // A plot is of an alliance, a holder or both: it is shown where nothing that it is of was filtered out, and
  // something that it is of was chosen.
  const drawn = (figure) => {
    let chosen = !alliance.value && !holder.value;
    for (const [select, name] of [[alliance, "data-a"], [holder, "data-h"]]) {
      if (!select.value || !figure.hasAttribute(name)) continue;
      if (!about(figure, name, select.value)) return false;
      chosen = true;
    }
    return chosen;
  };

  const apply = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (wanted.length && !words) words = rows.map((row) => row.textContent.toLowerCase());
    let shown = 0;
    rows.forEach((row, index) => {
      const day = row.dataset.d;
      const show =
        (!alliance.value || about(row, "data-a", alliance.value)) &&
        (!holder.value || about(row, "data-h", holder.value)) &&
        (!stance.value || row.dataset.s === stance.value) &&
        (!from.value || (day && day >= from.value)) &&
        (!to.value || (day && day <= to.value)) &&
        wanted.every((word) => words[index].includes(word));
      row.hidden = !show;
      if (show) shown += 1;
    });
    let plots = 0;
    for (const figure of figures) {
      figure.hidden = !drawn(figure);
      if (!figure.hidden) plots += 1;
    }
    if (pairs && (alliance.value || holder.value)) pairs.open = true;
    const number = (n, thing) => n.toLocaleString("en") + " " + thing + (n === 1 ? "" : "s");
    field("shown").textContent = number(shown, "statement") + ", " + number(plots, "plot");
  };

  const clear = () => {
    for (const field of fields) field.value = "";
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
    apply();
  });
  // A cell of the matrix leads to its statements.
  document.querySelectorAll(".cell a").forEach((link) =>
    link.addEventListener("click", () => {
      clear();
      alliance.value = link.dataset.a;
      holder.value = link.dataset.h;
      apply();
    })
  );
  form.hidden = false;
  apply();
})();
