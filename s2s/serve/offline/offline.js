// The page without a network: all of its files are kept by a service worker, one version of them at a time.

// Resolves once they are kept, or it is clear that this browser keeps nothing here; then the page works with a network.
export async function kept(script) {
  if (!navigator.serviceWorker) return; // not https, nor this machine
  let registration;
  try {
    registration = await navigator.serviceWorker.register(script, { updateViaCache: "none" });
  } catch {
    return;
  }
  if (registration.waiting && registration.active) await replaced(registration.waiting);
  const { installing } = registration;
  if (registration.active || !installing) return;
  await new Promise((resolve) =>
    installing.addEventListener("statechange", () => ["activated", "redundant"].includes(installing.state) && resolve()),
  );
}

// A later version is there, whole: the page begins again with it.
function replaced(waiting) {
  return new Promise(() => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    waiting.postMessage("take over");
  });
}
