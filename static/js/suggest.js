// Offers places while somebody types into a form.find[data-places]. The form is
// whole without this file: whatever fails here fails in silence and leaves a
// plain form. The pattern is "Editable Combobox With List Autocomplete, Manual
// Selection" of the ARIA Authoring Practices. Nothing is stored.
"use strict";

document.querySelectorAll("form.find[data-places]").forEach((form) => {
  const { places, lang, place, none, some } = form.dataset;
  const input = form.querySelector("input[type=search]");
  const label = input.labels[0];
  const list = document.createElement("ul");
  const status = document.createElement("p");

  let items = []; // what the list offers
  let active = -1; // index of the option that the keys have reached, -1: the text
  let shown = ""; // the text that the list answers
  let asked = ""; // the same, or the text of the question under way
  let request; // AbortController of the question under way
  let typing, speaking; // timers

  // Ids grow from the id of the input, so that several forms fit on a page.
  label.id ||= `${input.id}-label`;
  list.id = `${input.id}-list`;
  list.hidden = true;
  set(list, { role: "listbox", "aria-labelledby": label.id });
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": false });
  // A live region is heard only if it stood there before its words came.
  status.className = "away";
  set(status, { role: "status" });
  input.after(list);
  form.append(status);

  function set(element, attributes) {
    for (const name in attributes) element.setAttribute(name, attributes[name]);
  }

  function option({ label, detail, lang: spoken }, i) {
    const li = document.createElement("li");
    const strong = document.createElement("strong");
    const small = document.createElement("small");
    strong.textContent = label;
    small.textContent = detail;
    li.id = `${input.id}-${i}`;
    set(li, { role: "option", "aria-selected": false });
    if (spoken && spoken !== lang) li.lang = spoken;
    li.append(strong, " ", small); // the space keeps two words apart when read aloud
    return li;
  }

  function fill(found, text) {
    items = found;
    shown = asked = text;
    activate(-1);
    list.replaceChildren(...items.map(option));
    open(items.length > 0);
  }

  function open(yes) {
    list.hidden = !yes;
    set(input, { "aria-expanded": yes });
    if (!yes) activate(-1);
  }

  // Focus stays in the text; aria-activedescendant tells where the keys are.
  function activate(i) {
    list.children[active]?.setAttribute("aria-selected", false);
    active = i;
    const li = list.children[i];
    if (!li) return input.removeAttribute("aria-activedescendant");
    set(li, { "aria-selected": true });
    set(input, { "aria-activedescendant": li.id });
    li.scrollIntoView({ block: "nearest" });
  }

  // 400 ms: whoever still types is not interrupted.
  function say(words) {
    hush();
    speaking = setTimeout(() => (status.textContent = words), 400);
  }

  // Emptied between two answers: the same words twice would be heard once.
  function hush() {
    clearTimeout(speaking);
    status.textContent = "";
  }

  // Forgets the question that is under way or about to be asked.
  function cancel() {
    clearTimeout(typing);
    request?.abort();
    asked = shown;
  }

  function leave() {
    cancel();
    hush();
    open(false);
  }

  function typed() {
    const text = input.value.trim();
    activate(-1);
    if (text === asked) return clearTimeout(typing);
    cancel();
    hush();
    // The old list stays until the new one comes, or it would flicker.
    if (text.length > 1) typing = setTimeout(ask, 150, text);
    else fill([], "");
  }

  async function ask(text) {
    const { signal } = (request = new AbortController());
    asked = text;
    const found = await fetchPlaces(text, signal);
    if (signal.aborted) return; // the text has changed meanwhile
    if (!found) return fill([], ""); // and the same text may be asked again
    fill(found, text);
    say(found.length ? some.replace("#", found.length) : none);
  }

  async function fetchPlaces(q, signal) {
    try {
      const query = new URLSearchParams({ q, lang, limit: 8 });
      // no-store: what somebody typed does not stay in the cache of the browser.
      const answer = await fetch(`${places}?${query}`, { signal, credentials: "omit", cache: "no-store" });
      return answer.ok ? (await answer.json()).places : null;
    } catch {
      return null;
    }
  }

  function go(i) {
    location.assign(place + encodeURIComponent(items[i].id));
  }

  // One step around the ring of the options and the text.
  function step(by) {
    const ring = items.length + 1;
    if (list.hidden) open(true);
    activate(((active + 1 + by + ring) % ring) - 1);
  }

  const offers = () => items.length > 0 && shown === input.value.trim();

  // Each tells whether the key has done its work here and means nothing more.
  const keys = {
    ArrowDown: () => (!list.hidden || offers()) && (step(1), true),
    ArrowUp: () => (!list.hidden || offers()) && (step(-1), true),
    Escape() {
      if (list.hidden) {
        if (!input.value) return false;
        input.value = "";
        typed();
      } else leave();
      return true;
    },
    Tab: leave,
    // These move the caret, so the keys are back in the text.
    Home: () => activate(-1),
    End: () => activate(-1),
    ArrowLeft: () => activate(-1),
    ArrowRight: () => activate(-1),
  };

  input.addEventListener("keydown", (e) => {
    // While an input method composes, keys belong to it (229: Safari). Its text
    // is asked for all the same: phones compose every word of every language.
    if (e.isComposing || e.keyCode === 229 || e.ctrlKey || e.altKey || e.metaKey) return;
    if (Object.hasOwn(keys, e.key) && keys[e.key]()) e.preventDefault();
  });
  input.addEventListener("input", typed);
  input.addEventListener("click", () => offers() && open(true));
  // Focus that goes nowhere is a phone's keyboard being put away to see the list.
  input.addEventListener("blur", (e) => e.relatedTarget && leave());
  document.addEventListener("pointerdown", (e) => e.target === input || list.contains(e.target) || leave());
  // Or the list would be open when they come back.
  window.addEventListener("pagehide", leave);

  // Enter is left to the browser and met here: when its keydown was taken and led
  // to another page, Chromium sent the form all the same. And an option stays
  // active until the page goes, so that Enter held down changes nothing.
  form.addEventListener("submit", (e) => {
    if (active < 0) return leave();
    e.preventDefault();
    go(active);
  });

  list.addEventListener("mousedown", (e) => e.preventDefault()); // focus stays in the text
  list.addEventListener("click", (e) => {
    const li = e.target.closest("li");
    if (li) go([...list.children].indexOf(li));
  });
});
