// The upload of a photo to Storage, as the Firebase SDK's `uploadBytes` does it, with its progress.

import { CallableError } from "./callables.js";

export const MOST_BYTES = 10 * 1024 * 1024; // as in the security rules

/**
 * Uploads a photo, whose `type` must be right, under a new name and returns its path.
 *
 * @param {(share: number) => void} onProgress Gets the share that is sent, 0 to 1.
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
    ...(await backend.appCheck.headers()),
  };
  const address = `${backend.objects}?name=${encodeURIComponent(path)}`;
  const status = await send(address, headers, body, onProgress, signal);
  if (status !== 200) throw new CallableError("the upload failed", { reason: refusal(status), retryable: status !== 403 });
  return path;
}

/** Sends it by XMLHttpRequest, because fetch does not report progress. Returns the status; 0 without an answer. */
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
