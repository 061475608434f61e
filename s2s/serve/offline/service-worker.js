// Keeps the files of one version of the page, and gives them without asking the network. VERSION, and FILES with the digest
// of each, stand before these lines.

const NAME = `s2s-${self.registration.scope}-`, CACHE = NAME + VERSION;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => event.data === "take over" && event.waitUntil(self.skipWaiting()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET") event.respondWith(given(event.request, url));
});

// All files or none: one that is not of this version stops the others.
async function keep() {
  const cache = await caches.open(CACHE);
  const fetched = Object.entries(FILES).map(async ([url, integrity]) => {
    const answer = await fetch(new Request(url, { integrity, cache: "no-cache" }));
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    // A browser opens no page with an answer that was redirected, as some hosts do with index.html.
    await cache.put(url, answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer);
  });
  try {
    await Promise.all(fetched);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function begin() {
  for (const name of await caches.keys()) if (name.startsWith(NAME) && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function given(request, url) {
  const cache = await caches.open(CACHE);
  const name = url.href.split(/[?#]/)[0] === self.registration.scope ? new URL("index.html", url) : url;
  return (await cache.match(name, { ignoreSearch: true })) ?? fetch(request);
}
