// Trying again by itself: when the browser is back online, or after a while.

const PAUSE_MS = 10_000;

/** Calls `work` once, when the connection may be back. Returns the function that prevents it. */
export function onceBack(work) {
  const off = new AbortController();
  const go = () => {
    if (off.signal.aborted) return;
    off.abort();
    work();
  };
  addEventListener("online", go, { signal: off.signal });
  const timer = setTimeout(go, PAUSE_MS);
  off.signal.addEventListener("abort", () => clearTimeout(timer));
  return () => off.abort();
}
