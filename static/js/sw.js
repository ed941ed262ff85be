// Answers from the copy that a reader keeps in the browser, when the line fails and
// only then. Law may have changed since, so every page of the copy says of which day
// it is. The page /{lang}/offline makes the copy: without one, nothing is done here.
"use strict";

const WAIT = 4000; // a line that is silent for so long counts as dead
const DAY = 864e5;

// The mode that leaves no trace is never touched.
const secret = /^\/..\/check\/private/;

// What may tell about its reader is kept only if the reader wished so.
const personal = /^\/..\/(check|result|places|search|display|cite|quote)\/|\?/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (e) => e.waitUntil(clients.claim()));

self.addEventListener("fetch", (e) => {
  const { request } = e;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || secret.test(pathname)) return;
  if (pathname.startsWith("/static/")) e.respondWith(file(request));
  else if (request.mode === "navigate" && /^\/(..\/.*)?$/.test(pathname)) e.respondWith(page(e));
});

// The address of a file names its bytes: it is never out of date.
async function file(request) {
  const found = await caches.match(request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && (await caches.has("copy"))) (await caches.open("copy")).put(request, answer.clone());
  return answer;
}

async function page(e) {
  const { request } = e;
  const answer = fetch(request);
  e.waitUntil(answer.then((a) => keep(request, a.clone())).catch(() => {}));
  try {
    return await Promise.race([answer, new Promise((_, no) => setTimeout(no, WAIT))]);
  } catch {
    return (await copy(request)) || answer.catch(() => lost(request));
  }
}

async function keep({ method, url }, answer) {
  const { headers } = answer;
  if (method !== "GET" || !answer.ok || !/html/.test(headers.get("content-type")) || /no-store/.test(headers.get("cache-control"))) return;
  const { pathname, search } = new URL(url);
  const name = personal.test(pathname + search) ? "mine" : "copy";
  if (await caches.has(name)) await (await caches.open(name)).put(url, answer);
}

// Only what an address alone brings is found: a form that was sent is not.
async function copy(request) {
  if (request.method !== "GET") return;
  const find = (cacheName) => caches.match(request, { cacheName, ignoreVary: true });
  const found = (await find("mine")) || (await find("copy"));
  const known = found && (await list());
  if (!known) return;
  const words = known.words[new URL(request.url).pathname.slice(1, 3)];
  const made = new Date(found.headers.get("date"));
  const day = words.days[made.getMonth()].replace("%d", made.getDate()).replace("%y", made.getFullYear());
  const banner = (Date.now() - made > known.after * DAY ? words.old : words.copy).replace("%s", day);
  return respond(found, 200, (html) => html.replace('<main id="main">', (main) => main + banner));
}

// Neither a line nor a copy: where to go on.
async function lost({ url }) {
  const known = await list();
  const path = new URL(url).pathname;
  if (known && path === "/") return Response.redirect(known.home);
  const found = known && ((await caches.match(path.slice(0, 4) + "offline/lost", { ignoreVary: true })) || (await caches.match(known.lost, { ignoreVary: true })));
  return found ? respond(found, 503, (html) => html) : Response.error();
}

async function respond(found, status, change) {
  return new Response(change(await found.text()), { status, headers: found.headers });
}

async function list() {
  return (await caches.match("/offline.json", { ignoreVary: true }))?.json();
}
