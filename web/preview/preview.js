// Renews the page when the folder has been read again, and keeps the reader's
// place. In the preview only; everything else works without it.
"use strict";

(() => {
  const own = document.currentScript || document.querySelector('script[src="/~/preview.js"]');
  const shown = own.dataset.reading;
  const key = "preview " + location.pathname;
  const frames = () => [...document.querySelectorAll(".pv-sides iframe")];
  const fold = () => document.getElementById("preview-fold");
  let events;

  // Where the reader was before the page was renewed.
  try {
    const before = JSON.parse(sessionStorage.getItem(key) || "null");
    sessionStorage.removeItem(key);
    if (before) {
      if (fold()) fold().open = before.open;
      const there = () => scrollTo({ left: 0, top: before.top, behavior: "instant" });
      there();
      addEventListener("load", there, { once: true });
    }
  } catch { /* a browser without storage begins at the top */ }

  let current = shown;
  function renew(number) {
    if (number === current) return;
    current = number;
    if ("posted" in own.dataset) return; // it would send the form again
    if (frames().length) return renewFrames();
    try {
      sessionStorage.setItem(key, JSON.stringify({ top: scrollY, open: !!fold()?.open }));
    } catch { /* see above */ }
    location.reload();
  }

  // Pages side by side stay where they are; what is around them comes anew.
  async function renewFrames() {
    for (const frame of frames()) frame.contentWindow.location.reload();
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const open = fold()?.open;
      for (const part of ["#preview", ".pv-changed"]) {
        const now = page.querySelector(part);
        if (now) document.querySelector(part)?.replaceWith(now);
      }
      if (fold()) fold().open = open;
    } catch { /* the next reading tries again */ }
  }

  // A browser allows six connections to a server: only the page in front listens.
  function listen() {
    if (document.hidden) {
      events?.close();
      events = undefined;
    } else if (!events) {
      events = new EventSource("/~/events");
      events.addEventListener("read", (e) => renew(e.data));
    }
  }
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => { events?.close(); events = undefined; });
  addEventListener("pageshow", listen);
  listen();

  // Two pages scroll together: the block at the top of one comes to the top of
  // the other. Blocks have the same ids in all languages.
  let leading; // the frame under the pointer or with the focus
  function follow(frame, other) {
    const from = frame.contentDocument, to = other.contentDocument;
    if (!from || !to || leading !== frame) return;
    let last, top = 0;
    for (const block of from.querySelectorAll("main [id]")) {
      const box = block.getBoundingClientRect();
      if (box.top > 8) break;
      if (to.getElementById(block.id)) { last = block; top = box.top; }
    }
    if (!last) return other.contentWindow.scrollTo({ top: frame.contentWindow.scrollY, behavior: "instant" });
    const there = to.getElementById(last.id).getBoundingClientRect();
    const part = -top / Math.max(1, last.getBoundingClientRect().height);
    other.contentWindow.scrollBy({ top: there.top + part * there.height, behavior: "instant" });
  }
  function tie(frame, other) {
    for (const what of ["pointerdown", "wheel", "keydown", "touchstart", "pointermove"]) {
      frame.contentWindow.addEventListener(what, () => { leading = frame; }, { passive: true });
    }
    frame.contentWindow.addEventListener("scroll", () => follow(frame, other), { passive: true });
  }
  const [left, right] = frames();
  if (left && right) {
    for (const [frame, other] of [[left, right], [right, left]]) {
      frame.addEventListener("load", () => tie(frame, other));
      if (frame.contentDocument?.readyState === "complete") tie(frame, other);
    }
  }
})();
