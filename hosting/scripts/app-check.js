// App Check: tokens that tell the backend that a call comes from this page, by reCAPTCHA Enterprise.

const RENEW_BEFORE_MS = 5 * 60_000;

export class AppCheck {
  #exchange;
  #siteKey;
  #frame = null;
  #token = null;

  /**
   * @param {string} exchange The address that gives a token of App Check for one of reCAPTCHA.
   * @param {string} siteKey The key of reCAPTCHA Enterprise; empty if the page is not set up for App Check.
   */
  constructor(exchange, siteKey) {
    this.#exchange = exchange;
    this.#siteKey = siteKey;
  }

  get isSetUp() {
    return this.#siteKey !== "";
  }

  /** Returns the header of a request; none without a token: the backend then decides. */
  async headers() {
    if (!this.isSetUp) return {};
    try {
      this.#token ??= this.#renew(); // calls at the same time share it
      const known = await this.#token;
      if (Date.now() > known.expiresAt - RENEW_BEFORE_MS && known === (await this.#token)) this.#token = this.#renew();
      return { "X-Firebase-AppCheck": (await this.#token).value };
    } catch (error) {
      this.#token = null;
      console.warn("no App Check token", error);
      return {};
    }
  }

  async #renew() {
    const response = await fetch(this.#exchange, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ recaptchaEnterpriseToken: await this.#attest() }),
    });
    if (!response.ok) throw new Error(`App Check refused: ${response.status}`);
    const { token, ttl } = await response.json();
    return { value: token, expiresAt: Date.now() + Number.parseFloat(ttl) * 1000 };
  }

  /** Returns a token of reCAPTCHA, from the frame that runs it. */
  async #attest() {
    this.#frame ??= open(this.#siteKey);
    const frame = await this.#frame;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    frame.contentWindow.postMessage(null, location.origin, [port2]);
    const { token, problem } = await answered;
    if (!token) throw new Error(problem);
    return token;
  }
}

function open(siteKey) {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "App Check";
  frame.src = `/app-check.html#${encodeURIComponent(siteKey)}`;
  return new Promise((resolve) => {
    frame.addEventListener("load", () => resolve(frame));
    document.body.append(frame);
  });
}
