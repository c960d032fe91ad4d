// What an answer means, in words: how far it is, where the picture came from, why it is not the one wished for.

import { localTime } from "./local-time.js";
import { reasonInWords } from "./reasons.js";

const STAND_INS = {
  similar: "A look much like yours stands in.",
  stage: "A picture of this stage stands in.",
  painted: "Our painter made a stand-in, free of charge.",
};

/**
 * @typedef {object} Outcome
 * @property {"waiting" | "shown" | "failed"} phase
 * @property {string} headline How far it is, while it is under way; afterwards a badge says what it came to.
 * @property {{kind: string, text: string}[]} badges
 * @property {string} notice Why it is not what was wished for, and what helps; empty if it is.
 */

/** @param {boolean} wasThere Whether the very first answer was complete. @returns {Outcome} */
export function outcomeOf(answer, wasThere = false) {
  if (answer.status === "failed") return failed(answer);
  if (answer.status === "completed") return answer.degraded ? degraded(answer) : shown(answer, wasThere);
  return waiting(answer);
}

function waiting(answer) {
  const made = answer.status === "generating";
  if (!answer.degraded) {
    return { phase: "waiting", headline: made ? "Being made" : "In the queue", badges: [], notice: "" };
  }
  const headline = made ? "A stand-in is being painted" : "A stand-in is in the queue";
  return { phase: "waiting", headline, badges: [], notice: why(answer) };
}

function shown(answer, wasThere) {
  const shared = answer.source === "cache";
  const text = shared ? "Cached: a shared look" : wasThere ? "Cached: already yours" : "Made just now";
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
  const text = answer.error?.reason === "cancelled" ? "Taken back" : "No picture came";
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
