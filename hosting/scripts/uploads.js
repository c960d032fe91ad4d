// A person's photo on its way to Storage: what the Firebase SDK's `uploadBytes` sends, and how far it is.

import { CallableError } from "./callables.js";

export const MOST_BYTES = 10 * 1024 * 1024; // as the rules have it

/**
 * Uploads a photo, whose `type` is right, under a name nobody has used and returns its path.
 *
 * @param {(share: number) => void} onProgress Gets how much of it is sent, 0 to 1.
 * @param {AbortSignal} signal Ends the upload.
 */
export async function uploadPhoto(backend, session, file, onProgress, signal) {
  const path = `uploads/${session.uid}/${crypto.randomUUID()}`;
  const boundary = crypto.randomUUID();
  const resource = JSON.stringify({ name: path, contentType: file.type });
  const body = new Blob([
    `--${boundary}\r\nContent-Type: application/json; charset=utf-8\r\n\r\n${resource}\r\n`,
    `--${boundary}\r\nContent-Type: ${file.type}\r\n\r\n`,
    file,
    `\r\n--${boundary}--`,
  ]);
  const headers = {
    Authorization: `Firebase ${await session.idToken()}`,
    "Content-Type": `multipart/related; boundary=${boundary}`,
    "X-Goog-Upload-Protocol": "multipart",
  };
  const address = `${backend.objects}?name=${encodeURIComponent(path)}`;
  const status = await send(address, headers, body, onProgress, signal);
  if (status !== 200) throw new CallableError("the upload failed", { reason: refusal(status), retryable: status !== 403 });
  return path;
}

/** XMLHttpRequest, because fetch does not tell how much is sent. Returns the status; 0 where nothing answered. */
function send(address, headers, body, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("loadend", () => (signal.aborted ? reject(signal.reason) : resolve(request.status)));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

function refusal(status) {
  if (status === 0) return "unreachable";
  return status === 401 ? "unauthenticated" : status === 403 ? "upload_refused" : "internal";
}
