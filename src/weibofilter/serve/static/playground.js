// Asks as one types, and shows the answer. Text of a post or a rule only ever becomes a text node, never markup.
"use strict";

const PAUSE = 150; // milliseconds without a key before it asks
const AGAIN = 1000; // before it asks again where it was refused for asking too often

const words = JSON.parse(document.getElementById("words").textContent);
const post = document.getElementById("post");
const rules = document.getElementById("rules");
const verdict = document.getElementById("verdict");
const stages = document.getElementById("stages");
const faults = document.getElementById("faults");

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function shown(pieces) {
  const line = element("p", "text");
  line.lang = "zh";
  line.dir = "auto";
  for (const piece of pieces) {
    let node = piece.text;
    if (piece.hidden) {
      const isLineEnd = piece.text === "\\n";
      node = element("span", "hidden", isLineEnd ? "↵" : piece.text);
      if (isLineEnd) node.append(document.createElement("br"));
    }
    line.append(piece.action ? element("mark", `hit ${piece.action}`, node) : node);
  }
  return line;
}

function stage(title, rows) {
  return rows.length ? [element("section", "", element("h2", "", title), ...rows)] : [];
}

function row(hit, ...details) {
  const told = details.filter(Boolean).join(" · ");
  const sentence = element("p", "", hit.sentence);
  sentence.dir = "auto";
  return element("div", `row ${hit.action || ""}`, sentence, element("p", "quiet", told));
}

function margin(hit) {
  return hit.margin === null ? "" : `${words.margin} ${hit.margin} ${words.nats}`;
}

function answer(told) {
  const badge = element("span", `badge ${told.action}`, told.called);
  const isFaulty = told.faults.some((fault) => fault.severity === "error");
  const empty = told.held.length || told.let_go.length ? [] : [element("p", "quiet", words.nothing)];
  verdict.replaceChildren(
    element("p", "head", badge, ...(isFaulty ? [element("span", "quiet", words.faulty)] : [])),
    shown(told.post),
    ...empty,
  );
  const held = (hit) => row(hit, hit.span, hit.category, hit.rule, hit.view, hit.line);
  stages.replaceChildren(
    ...stage(words.held, told.held.map(held)),
    ...stage(words["let go"], told.let_go.map((hit) => row(hit, hit.span, hit.rule, hit.view, margin(hit)))),
    ...stage(words.shadow, told.shadow.map(held)),
    ...stage(words.views, told.views.map((view) => element("div", "view", element("span", "quiet", view.name), shown(view.text)))),
    ...stage(words.zones, told.zones.map((zone) => element("p", "", element("span", "quiet", `${zone.name} `), element("bdi", "", zone.text)))),
  );
  faults.replaceChildren(...(told.faults.length ? [element("h2", "", words.faults), ...told.faults.map(fault)] : []));
}

function fault(one) {
  const place = element("button", "place", `${words.line} ${one.line}:${one.column}`);
  place.type = "button";
  place.addEventListener("click", () => goTo(one.line, one.column));
  const caret = element("span", "caret", element("span", "unseen", one.before), "^");
  return element(
    "div",
    `fault ${one.severity}`,
    element("p", "", place, ` ${one.message}`),
    element("pre", "", element("bdi", "", one.before + one.after), "\n", caret),
    ...(one.help ? [element("p", "quiet", one.help)] : []),
  );
}

function goTo(line, column) {
  const before = rules.value.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0);
  // Columns count code points, a text area counts UTF-16 units.
  const inLine = [...rules.value.slice(start).split("\n", 1)[0]].slice(0, column - 1).join("").length;
  rules.focus();
  rules.setSelectionRange(start + inLine, start + inLine + 1);
}

let timer = 0;
let asking = new AbortController();

async function ask() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  document.body.classList.add("asking");
  try {
    const body = JSON.stringify({ post: post.value, rules: rules.value });
    const told = await fetch("/judge", { method: "POST", headers: { "content-type": "application/json" }, body, signal });
    if (told.status === 429) {
      later(AGAIN);
      return;
    }
    if (!told.ok) throw new Error(told.status === 422 ? (await told.json()).error : await told.text());
    answer(await told.json());
  } catch (error) {
    if (signal.aborted) return;
    verdict.replaceChildren(element("p", "gone", error instanceof TypeError ? words.gone : error.message));
  }
  if (!signal.aborted) document.body.classList.remove("asking");
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(ask, pause);
}

for (const area of [post, rules]) area.addEventListener("input", () => later(PAUSE));
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
ask();
