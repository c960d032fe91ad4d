// The meaning of an answer in words: its progress, the picture's origin, and the reason for a fallback.

import { localTime } from "./local-time.js";
import { reasonInWords } from "./reasons.js";

const STAND_INS = {
  similar: "A look much like yours stands in.",
  stage: "A picture of this stage stands in.",
  painted: "A stand-in was painted, free of charge.",
};

/**
 * @typedef {object} Outcome
 * @property {"waiting" | "shown" | "failed"} phase
 * @property {string} headline The progress while it is queued or generating; afterwards a badge has the result.
 * @property {{kind: string, text: string}[]} badges
 * @property {string} notice The reason for a fallback and what helps; empty without one.
 */

/** @param {boolean} wasThere Whether the very first answer was complete. @returns {Outcome} */
export function outcomeOf(answer, wasThere = false) {
  if (answer.status === "failed") return failed(answer);
  if (answer.status === "completed") return answer.degraded ? degraded(answer) : shown(answer, wasThere);
  return waiting(answer);
}

/** Returns the outcome of an avatar that was there before this visit; why it is a stand-in is past. @returns {Outcome} */
export function outcomeOfEarlier(answer) {
  const text = answer.origin === "upload" ? "Your own photo" : "From your photo";
  const own = answer.recipe?.references?.length > 0 ? [{ kind: "photo", text }] : [];
  const badges = answer.degraded ? [{ kind: "degraded", text: "Stand-in" }] : own;
  return { phase: "shown", headline: "", badges, notice: answer.degraded ? upgrade(answer) : "" };
}

function waiting(answer) {
  const made = answer.status === "generating";
  if (!answer.degraded) {
    const headline = made ? "Being made" : ["In the queue", queueInWords(answer.queue)].filter(Boolean).join(": ");
    return { phase: "waiting", headline, badges: [], notice: "" };
  }
  const headline = made ? "A stand-in is being painted" : "A stand-in is in the queue";
  return { phase: "waiting", headline, badges: [], notice: why(answer) };
}

/** Returns for instance "about 4 minutes; 37 before you"; nothing without a queue, or once its time has come. */
export function queueInWords(queue, now = new Date()) {
  const seconds = queue ? (new Date(queue.expected_at) - now) / 1000 : 0;
  if (seconds <= 0) return "";
  const minutes = Math.ceil(seconds / 60);
  const hours = Math.round(minutes / 60);
  const time = seconds < 60 ? "less than a minute" : minutes < 90 ? `about ${minutes} minutes` : `about ${hours} hours`;
  return queue.place > 1 ? `${time}; ${queue.place - 1} before you` : time;
}

function shown(answer, wasThere) {
  const shared = answer.source === "cache";
  const text = shared ? "Shared with others" : wasThere ? "You had this already" : "Made just now";
  const kind = shared || wasThere ? "cached" : "new";
  return { phase: "shown", headline: "", badges: [{ kind, text }], notice: "" };
}

function degraded(answer) {
  const notice = [why(answer), STAND_INS[answer.source] ?? "", upgrade(answer)].filter(Boolean).join(" ");
  return { phase: "shown", headline: "", badges: [{ kind: "degraded", text: "Stand-in" }], notice };
}

function failed(answer) {
  const next = answer.error?.retryable ? "You can ask again." : "";
  const notice = [why(answer), next].filter(Boolean).join(" ");
  const text = answer.error?.reason === "cancelled" ? "Cancelled" : "No picture came";
  return { phase: "failed", headline: "", badges: [{ kind: "failed", text }], notice };
}

function why(answer) {
  if (!answer.error) return "";
  const aboutPhoto = answer.error.reason === "content_rejected" && answer.recipe?.references?.length > 0;
  return reasonInWords(aboutPhoto ? "photo_rejected" : answer.error.reason, answer.error);
}

function upgrade(answer) {
  if (!answer.upgrade_at) return "";
  const now = new Date(answer.upgrade_at) <= new Date();
  return now ? "Ask again for your own." : `Ask again after ${localTime(answer.upgrade_at)} for your own.`;
}
