// The page without a network: all of its files are kept by a service worker, one version of them at a time.

// Resolves to nothing once they are kept, or to a sentence that says why they are not; then the page needs a network.
export async function kept(script) {
  if (!navigator.serviceWorker) return "Without https this page is not kept for use without a network";
  let registration;
  try {
    registration = await navigator.serviceWorker.register(script, { updateViaCache: "none" });
  } catch (error) {
    return `Not kept for use without a network: ${error.message}`;
  }
  if (registration.waiting && registration.active) await replaced(registration.waiting);
  const { installing } = registration;
  if (registration.active || !installing) return "";
  const reached = await new Promise((resolve) =>
    installing.addEventListener("statechange", () => ["activated", "redundant"].includes(installing.state) && resolve(installing.state)),
  );
  return reached === "activated" ? "" : "Not kept for use without a network: a file could not be loaded, or is of another version";
}

// A later version is there, whole: the page begins again with it.
function replaced(waiting) {
  return new Promise(() => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    waiting.postMessage("take over");
  });
}
