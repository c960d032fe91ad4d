// The frame of App Check: it runs reCAPTCHA Enterprise and answers the page, of the same site, with its tokens.

const siteKey = decodeURIComponent(location.hash.slice(1));
const ACTION = "fire_app_check"; // the Firebase SDK's own

const ready = new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = `https://www.google.com/recaptcha/enterprise.js?render=${encodeURIComponent(siteKey)}`;
  script.addEventListener("load", () => globalThis.grecaptcha.enterprise.ready(resolve));
  script.addEventListener("error", () => reject(new Error("reCAPTCHA did not load")));
  document.head.append(script);
});
ready.catch(() => {}); // each request gets the refusal

addEventListener("message", async ({ origin, ports: [answer] }) => {
  if (origin !== location.origin || !answer) return;
  try {
    await ready;
    answer.postMessage({ token: await globalThis.grecaptcha.enterprise.execute(siteKey, { action: ACTION }) });
  } catch (error) {
    answer.postMessage({ problem: String(error) });
  }
});
