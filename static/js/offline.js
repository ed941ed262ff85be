// Keeps a copy of the site in the browser, and deletes it, when the reader presses a
// button of #keeper; before that it does nothing and keeps nothing. Where it cannot
// run, the page says what is missing.
"use strict";

(async () => {
  const keeper = document.getElementById("keeper");
  const { list, edition, saving, kept, changed, gone, failed } = keeper.dataset;
  const controls = keeper.querySelector("[hidden]");
  const [save, drop] = keeper.querySelectorAll("button");
  const mine = keeper.querySelector("input");
  const bar = keeper.querySelector("progress");
  const status = keeper.querySelector("[role=status]");
  const worker = navigator.serviceWorker;

  if (!worker) return;
  offer(true); // at once, or the page would jump
  try {
    mine.checked = await caches.has("mine"); // some browsers forbid it in private windows
    await show();
  } catch {
    return offer(false);
  }

  function offer(yes) {
    keeper.querySelector(".say").hidden = yes;
    controls.hidden = !yes;
  }

  async function show() {
    const known = await (await caches.match("/offline.json", { ignoreVary: true }))?.json();
    drop.hidden = !known;
    status.textContent = known ? kept.replace("%s", known.day) + (known.edition === edition ? "" : " " + changed) : "";
  }

  async function fill() {
    const answer = await fetch(list, { cache: "no-cache" });
    const { pages } = await answer.clone().json();
    const cache = await caches.open("copy");
    const rest = pages.values();
    bar.max = pages.length;
    bar.value = 0;
    // Three at a time are quick, and leave room on a thin line.
    await Promise.all(
      [1, 2, 3].map(async () => {
        for (const page of rest) {
          await cache.add(new Request(page, { cache: "no-cache" }));
          bar.value++;
        }
      }),
    );
    // Last: a copy counts as made when all of it is there.
    await cache.put("/offline.json", answer);
    if (mine.checked) await caches.open("mine");
    else await caches.delete("mine");
  }

  async function forget() {
    for (const name of ["copy", "mine"]) await caches.delete(name);
    for (const r of await worker.getRegistrations()) await r.unregister();
  }

  save.addEventListener("click", async () => {
    save.disabled = true;
    bar.hidden = false;
    status.textContent = saving;
    try {
      await worker.register("/sw.js", { updateViaCache: "none" });
      await fill();
      await show();
    } catch {
      if (!(await caches.match("/offline.json", { ignoreVary: true }))) await forget();
      status.textContent = failed;
    }
    bar.hidden = true;
    save.disabled = false;
  });

  drop.addEventListener("click", async () => {
    await forget();
    mine.checked = false;
    drop.hidden = true;
    save.focus();
    status.textContent = gone;
  });
})();
