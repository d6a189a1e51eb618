"use strict";

// What the server says is shown as text, never as markup: elements are made one by one.

const MARKS = { reaffirming: "▲", hedging: "◆", critical: "▼", none: "○", open: "?" };
const EXAMPLE = [
  "Our commitment to the alliance is ironclad, the secretary said in Manila on Tuesday.",
  "They have not paid their share for forty years, and we are done paying for them.",
  "It is too early to say whether the new administration in Washington will keep the rotation going.",
  "The ministers will meet again in Brussels in June.",
  "As long as the government keeps its word on the bases, we will keep ours.",
].join(" ");
const FILE_KINDS = {
  txt: "text/plain", text: "text/plain", html: "text/html", htm: "text/html", xhtml: "text/html",
  csv: "text/csv", jsonl: "application/x-ndjson", ndjson: "application/x-ndjson",
};
/** Rows that are put into the page at once, so that it stays alive under thousands of them. */
const AT_ONCE = 150;

const $ = (id) => document.getElementById(id);
const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/** All that was labelled: an entry a statement, with what the server said and what it was shown as. */
let entries = [];
/** What they are from. */
let asked = [];
let labels = [];
let running = null;
let selected = null;

// ---- asking

const kindOf = (name) => FILE_KINDS[name.split(".").pop().toLowerCase()];

/** Yields the values of JSON lines as they come. */
async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) if (part) yield JSON.parse(part);
  }
  if (rest) yield JSON.parse(rest);
}

async function problem(response) {
  try {
    return (await response.json()).error;
  } catch {
    return `the server answered ${response.status}`;
  }
}

/** Labels one source, `{ name, kind, body }` or `{ name, file }`, and shows its statements as they come. */
async function label(source, signal) {
  const column = $("column").value.trim() || "text";
  const query = new URLSearchParams({
    model: $("model").value, explain: "true", offsets: "text", attribution: "true", format: "jsonl",
    abstain: $("abstain").value, document: source.name, text_column: column,
  });
  const request = { method: "POST", signal };
  if (source.file) {
    query.set("file", source.file);
  } else {
    request.body = source.body;
    request.headers = { "Content-Type": source.kind };
  }
  const response = await fetch(`classify?${query}`, request);
  if (!response.ok) throw new Error(await problem(response));
  const isPage = ["text/plain", "text/html"].includes((source.kind || kindOf(source.name) || "").split(";")[0]);
  const shown = new Shown(source.name);
  for await (const statement of lines(response)) {
    if ("error" in statement && !("probabilities" in statement)) {
      fault(`${source.name}, line ${statement.line}: ${statement.error}`);
      continue;
    }
    shown.add({ statement, text: String(statement[isPage ? "text" : column] ?? ""), source: source.name });
    if (shown.waiting.length >= AT_ONCE) await shown.flush(signal);
  }
  await shown.flush(signal);
}

async function ask(sources) {
  if (running) running.abort();
  const control = (running = new AbortController());
  clear();
  asked = sources;
  $("go").disabled = true;
  $("stop").hidden = false;
  let failed = 0;
  for (const [at, source] of sources.entries()) {
    say(sources.length > 1 ? `Labelling ${source.name} (${at + 1} of ${sources.length}) …` : "Labelling …");
    try {
      await label(source, control.signal);
    } catch (why) {
      if (control.signal.aborted) break;
      failed += 1;
      fault(`${source.name}: ${why.message}`);
    }
  }
  // Whoever asked again meanwhile has the page.
  if (running !== control) return;
  running = null;
  $("go").disabled = false;
  $("stop").hidden = true;
  summarize();
  const stopped = control.signal.aborted ? "Stopped. " : "";
  $("report").hidden = !entries.length || !sources.some((source) => kindOf(source.name) !== "text/csv");
  if (entries.length) say(`${stopped}${counted(entries.length, "statement")}: ${spoken()}.`);
  else say(failed ? "Nothing was labelled." : `${stopped}There is no statement in it.`);
}

function clear() {
  entries = [];
  selected = null;
  $("list").replaceChildren();
  $("faults").replaceChildren();
  $("detail").hidden = true;
  $("results").hidden = true;
  $("report").hidden = true;
  document.querySelector(".reading").classList.remove("open");
}

const say = (what) => { $("status").textContent = what; };
const fault = (what) => $("faults").append(make("li", {}, what));
const counted = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;

// ---- showing

const stanceOf = (statement) => (statement.label === null ? "open" : statement.label);
const classOf = (stance) => `s-${stance in MARKS ? stance : "other"}`;
const markOf = (stance) => MARKS[stance] ?? "■";
const nameOf = (stance) => (stance === "open" ? "left open" : stance);
const percent = (p) => `${Math.round(100 * p)} %`;

/** Where bytes of UTF-8 stand in a string. */
function placesOf(text) {
  if (/^[\x00-\x7f]*$/.test(text)) return (byte) => byte;
  const places = new Map();
  let byte = 0, unit = 0;
  for (const character of text) {
    places.set(byte, unit);
    const code = character.codePointAt(0);
    byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    unit += character.length;
  }
  places.set(byte, unit);
  return (at) => places.get(at) ?? unit;
}

/** Who holds a statement, and toward what, where that is known. */
function whoOf({ holder, party, alliances }) {
  const speaker = holder && party && holder !== party ? `${holder} (${party})` : holder ?? party;
  const toward = Array.isArray(alliances) ? alliances.join(", ") : "";
  if (!speaker && !toward) return "";
  return `${speaker || "not said who"} → ${toward || "no alliance named"}`;
}

/** The text with the spans lit that spoke most for the label. */
function lit(text, evidence) {
  const strongest = Math.max(0, ...evidence.map((span) => span.weight));
  const place = evidence.length ? placesOf(text) : null;
  const parts = [];
  let at = 0;
  for (const span of evidence) {
    if (span.weight <= 0 || span.weight < 0.4 * strongest) continue;
    const start = place(span.start), end = place(span.end);
    // A lone comma tells a reader nothing.
    if (!/[\p{L}\p{N}]/u.test(text.slice(start, end))) continue;
    parts.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}

/** The statements of one source, put into the page a few at a time. */
class Shown {
  constructor(name) {
    this.waiting = [];
    this.group = make("div", { role: "group", "aria-label": name, class: "document" },
      make("span", { class: "name", "aria-hidden": "true" }, name));
  }

  add(entry) {
    this.waiting.push(entry);
  }

  async flush(signal) {
    const rows = document.createDocumentFragment();
    for (const entry of this.waiting) {
      entry.stance = stanceOf(entry.statement);
      const likeliest = Math.max(...Object.values(entry.statement.probabilities));
      const row = make("div", {
        role: "option", tabindex: entries.length ? "-1" : "0", "aria-selected": "false",
        class: `statement ${classOf(entry.stance)}`, "data-at": String(entries.length),
      },
      make("span", { class: "label" }, `${markOf(entry.stance)} ${nameOf(entry.stance)} `,
        make("span", { class: "p" }, percent(likeliest))),
      make("span", { class: "text" }, ...lit(entry.text, entry.statement.evidence ?? [])));
      const who = whoOf(entry.statement);
      if (who && entry.stance !== "none") row.append(make("span", { class: "who" }, who));
      entry.row = row;
      entries.push(entry);
      rows.append(row);
    }
    this.waiting = [];
    this.group.append(rows);
    if (!this.group.isConnected && this.group.children.length > 1) $("list").append(this.group);
    if (entries.length) $("results").hidden = false;
    summarize();
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
}

function counts() {
  const of = new Map(labels.map((name) => [name, 0]));
  for (const entry of entries) of.set(entry.stance, (of.get(entry.stance) ?? 0) + 1);
  return of;
}

const spoken = () => [...counts()].filter(([, count]) => count).map(([stance, count]) => `${count.toLocaleString("en")} ${nameOf(stance)}`).join(", ");

/** The bar and the legend, which is the filter as well. */
function summarize() {
  if (!entries.length) return;
  labels = Object.keys(entries[0].statement.probabilities);
  // The stances in the order in which they shade into one another.
  const order = ["reaffirming", "hedging", "critical", "none"].filter((name) => labels.includes(name));
  labels = [...order, ...labels.filter((name) => !order.includes(name))];
  const of = counts();
  const bar = $("bar");
  bar.setAttribute("aria-label", spoken());
  bar.replaceChildren(...[...of].filter(([, count]) => count).map(([stance, count]) => {
    const part = make("div", { class: classOf(stance), title: `${nameOf(stance)}: ${count}` });
    part.style.flex = `${count} 0 0`;
    return part;
  }));
  const legend = $("legend");
  for (const [stance, count] of of) {
    let button = legend.querySelector(`[data-stance="${CSS.escape(stance)}"]`);
    if (!button) {
      button = make("button", { type: "button", "aria-pressed": "true", "data-stance": stance, class: classOf(stance) },
        `${markOf(stance)} ${nameOf(stance)} `, make("span", { class: "count" }));
      button.addEventListener("click", () => filter(button));
      legend.append(button);
    }
    button.querySelector(".count").textContent = `${count.toLocaleString("en")} (${percent(count / entries.length)})`;
  }
  for (const button of [...legend.children]) if (!of.has(button.dataset.stance)) button.remove();
}

function filter(button) {
  const pressed = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(pressed));
  const stance = classOf(button.dataset.stance).slice(2);
  $("list").classList.toggle(`no-${stance}`, !pressed);
  const shown = entries.filter((entry) => isShown(entry.row));
  say(`${counted(shown.length, "statement")} of ${entries.length.toLocaleString("en")} shown.`);
  if (shown.length && (!selected || !isShown(selected.row))) reachable(shown[0]);
}

const isShown = (row) => {
  const stance = [...row.classList].find((name) => name.startsWith("s-"));
  return !$("list").classList.contains(`no-${stance.slice(2)}`);
};

// ---- one statement

/** Makes an entry the one that the tab key comes to. */
function reachable(entry) {
  for (const row of $("list").querySelectorAll('[tabindex="0"]')) row.tabIndex = -1;
  entry.row.tabIndex = 0;
}

function select(entry) {
  if (selected === entry && !$("detail").hidden) return;
  if (selected) selected.row.setAttribute("aria-selected", "false");
  selected = entry;
  entry.row.setAttribute("aria-selected", "true");
  reachable(entry);
  detail(entry);
}

function detail({ statement, text, stance, source }) {
  const chances = make("div", { class: "chances" });
  for (const [name, p] of Object.entries(statement.probabilities).sort((a, b) => b[1] - a[1])) {
    const fill = make("div", { class: "fill" });
    fill.style.width = `${100 * p}%`;
    chances.append(
      make("span", { class: `who ${classOf(name)}` }, `${markOf(name)} ${name}`),
      make("span", { class: `track ${classOf(name)}`, "aria-hidden": "true" }, fill),
      make("span", { class: "value" }, p.toFixed(3)));
  }
  const place = placesOf(text);
  const strongest = [...(statement.evidence ?? [])].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, 7);
  const weights = make("table", { class: "weights" }, make("tbody", {}, ...strongest.map((span) => make("tr", {},
    make("td", {}, `${span.weight < 0 ? "−" : "+"}${Math.abs(span.weight).toFixed(2)}`),
    make("td", {}, text.slice(place(span.start), place(span.end)))))));
  const body = $("detail-body");
  body.className = classOf(stance);
  body.replaceChildren(make("h3", {}, `${markOf(stance)} ${nameOf(stance)}`), chances);
  if (strongest.length) body.append(make("h4", {}, "Words for (+) and against (−) the likeliest label"), weights);
  const who = whoOf(statement);
  if (who) body.append(make("h4", {}, "Holder → alliance"), make("p", {}, who));
  const where = "start" in statement && "end" in statement ? `, bytes ${statement.start} to ${statement.end}` : "";
  body.append(make("p", { class: "place" }, `${source}${where}`));
  $("detail").hidden = false;
  document.querySelector(".reading").classList.add("open");
}

function close() {
  $("detail").hidden = true;
  document.querySelector(".reading").classList.remove("open");
}

const entryAt = (target) => {
  const row = target.closest?.(".statement");
  return row ? entries[Number(row.dataset.at)] : null;
};

$("list").addEventListener("pointerover", (event) => {
  const entry = event.pointerType === "mouse" && entryAt(event.target);
  if (entry) select(entry);
});
$("list").addEventListener("click", (event) => {
  const entry = entryAt(event.target);
  if (entry) select(entry);
});
$("list").addEventListener("focusin", (event) => {
  const entry = entryAt(event.target);
  if (entry) select(entry);
});
$("list").addEventListener("keydown", (event) => {
  const here = entryAt(event.target);
  if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
  const at = entries.indexOf(here);
  const next = {
    ArrowDown: () => entries.slice(at + 1).find((entry) => isShown(entry.row)),
    ArrowUp: () => entries.slice(0, at).findLast((entry) => isShown(entry.row)),
    Home: () => entries.find((entry) => isShown(entry.row)),
    End: () => entries.findLast((entry) => isShown(entry.row)),
  }[event.key];
  if (event.key === "Escape") close();
  if (!next) return;
  event.preventDefault();
  next()?.row.focus();
});
$("close").addEventListener("click", () => {
  close();
  selected?.row.focus({ preventScroll: true });
  close();
});

// ---- taking away

/** The statements as the command writes them; of evidence there is none in it. */
const record = ({ statement }) => {
  const { evidence, ...rest } = statement;
  return rest;
};

function csv() {
  const quoted = (value) => {
    const text = value === null || value === undefined ? "" : Array.isArray(value) ? value.join("; ")
      : typeof value === "object" ? JSON.stringify(value) : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const OURS = ["label", "abstained", "probabilities", "evidence"];
  const fields = [];
  for (const { statement } of entries) {
    for (const name of Object.keys(statement)) if (!OURS.includes(name) && !fields.includes(name)) fields.push(name);
  }
  const classes = Object.keys(entries[0].statement.probabilities);
  const rows = [[...fields, "label", "abstained", ...classes.map((name) => `p_${name}`)]];
  for (const { statement } of entries) {
    rows.push([...fields.map((name) => statement[name]), statement.label, statement.abstained ?? false,
      ...classes.map((name) => statement.probabilities[name].toFixed(6))]);
  }
  return rows.map((row) => `${row.map(quoted).join(",")}\n`).join("");
}

function download(name, kind, text) {
  const address = URL.createObjectURL(new Blob([text], { type: kind }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

$("csv").addEventListener("click", () => download("stance.csv", "text/csv", csv()));
$("jsonl").addEventListener("click", () => download("stance.jsonl", "application/x-ndjson",
  entries.map((entry) => `${JSON.stringify(record(entry))}\n`).join("")));

/** Has the server draw the report of what was labelled, in a tab of its own. */
$("report").addEventListener("click", () => {
  const form = $("report-form");
  const taken = new DataTransfer();
  for (const input of form.querySelectorAll("[name=folder]")) input.remove();
  // A table holds statements, and a report is drawn from pages.
  for (const source of asked.filter((one) => kindOf(one.name) !== "text/csv")) {
    if (source.file) form.append(make("input", { type: "hidden", name: "folder", value: source.file }));
    else if (source.body instanceof File) taken.items.add(source.body);
    else taken.items.add(new File([source.body], `${source.name}.txt`, { type: "text/plain" }));
  }
  $("report-files").files = taken.files;
  form.action = `report?${new URLSearchParams({ model: $("model").value })}`;
  form.submit();
});

// ---- what to label

function pasted() {
  return { name: "pasted text", kind: "text/plain;charset=utf-8", body: $("text").value };
}

const files = (list) => [...list].map((file) => ({ name: file.name, kind: kindOf(file.name) ?? "text/plain", body: file }));
const chosen = () => [...$("folder-files").querySelectorAll("input:checked")].map((box) => ({ name: box.value, file: box.value }));

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const sources = chosen();
  if ($("text").value.trim()) sources.unshift(pasted());
  if (sources.length) ask(sources);
  else {
    say("There is nothing to label yet: paste a text, or choose files.");
    $("text").focus();
  }
});
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    $("ask").requestSubmit();
  }
});
$("files").addEventListener("change", () => {
  const sources = files($("files").files);
  if (sources.length) ask(sources).finally(() => { $("files").value = ""; });
});
$("example").addEventListener("click", () => {
  $("text").value = EXAMPLE;
  ask([pasted()]);
});
$("stop").addEventListener("click", () => running?.abort());

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    $("drop").classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) $("drop").classList.remove("over");
});
document.addEventListener("drop", (event) => {
  $("drop").classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  ask(files(event.dataTransfer.files));
});

// ---- what the server has

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`);

async function folder() {
  const response = await fetch("folder");
  if (!response.ok) throw new Error(await problem(response));
  const { files: found, more } = await response.json();
  $("folder").hidden = false;
  $("folder-count").textContent = `(${more ? "the first " : ""}${found.length})`;
  $("folder-files").replaceChildren(...found.map((file) => make("li", {}, make("label", {},
    make("input", { type: "checkbox", value: file.path }), make("span", {}, file.path),
    make("span", { class: "size" }, size(file.bytes))))));
}

$("folder-find").addEventListener("input", () => {
  const wanted = $("folder-find").value.toLowerCase();
  for (const item of $("folder-files").children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
});
$("folder-all").addEventListener("click", () => {
  const boxes = [...$("folder-files").children].filter((item) => !item.hidden).map((item) => item.querySelector("input"));
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});

async function begin() {
  try {
    const health = await (await fetch("health")).json();
    $("model").replaceChildren(...health.models.map((name) => make("option", { value: name }, name)));
    document.documentElement.dataset.ready = "true";
    if (health.folder) await folder();
  } catch (why) {
    fault(`The server does not answer: ${why.message}`);
  }
}

begin();
