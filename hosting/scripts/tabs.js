// Messages between the tabs of this browser that show this page.

const channel = new BroadcastChannel("mirror-realm");

/** Sends a message to all other tabs. */
export function tellOtherTabs(message) {
  channel.postMessage(message);
}

/** Calls `work` with each message of another tab. */
export function onOtherTab(work) {
  channel.addEventListener("message", ({ data }) => work(data));
}
