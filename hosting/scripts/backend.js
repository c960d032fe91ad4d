// The addresses of the backend: those of the project, or of an emulator.

import { AppCheck } from "./app-check.js";

const EMULATOR_PORTS = { auth: 9099, functions: 5001, storage: 9199 }; // firebase-tools' defaults
const DEFAULT_REGION = "us-central1"; // Firebase's default region of functions
const CALLS = "/call"; // Hosting forwards these to the functions in any region: see firebase.json
const APP_CHECK = "https://firebaseappcheck.googleapis.com/v1";
const LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/**
 * @typedef {object} Backend
 * @property {boolean} emulated Whether this is an emulator, the only place with demo accounts.
 * @property {string} project
 * @property {string} apiKey
 * @property {string} identityToolkit Base URL of the sign-in calls.
 * @property {string} secureToken Base URL of the token refresh.
 * @property {string} functions Base URL of the callables.
 * @property {string} objects Base URL of the files in Storage.
 * @property {AppCheck} appCheck What proves that a call comes from this page.
 */

/** Reads `/__/firebase/init.json`, which Hosting and its emulators serve. @returns {Promise<Backend>} */
export async function findBackend() {
  const response = await fetch("/__/firebase/init.json", { cache: "no-store" });
  const local = LOCAL_HOSTS.includes(location.hostname);
  if (!response.ok && !local) throw new Error("This site has no Firebase web app yet: add one to the project.");
  const config = response.ok ? await response.json() : {};
  return config.emulators || local ? emulated(config) : deployed(config);
}

async function emulated(config) {
  const project = config.projectId ?? "demo-mirror";
  const auth = `http://${place(config, "auth")}`;
  const functions = `http://${place(config, "functions")}`;
  return {
    emulated: true,
    project,
    apiKey: config.apiKey ?? "any",
    identityToolkit: `${auth}/identitytoolkit.googleapis.com/v1`,
    secureToken: `${auth}/securetoken.googleapis.com/v1`,
    functions: `${functions}/${project}/${await emulatedRegion(config, functions)}`,
    objects: `http://${place(config, "storage")}/v0/b/${config.storageBucket ?? `${project}.appspot.com`}/o`,
    appCheck: new AppCheck("", ""),
  };
}

async function deployed(config) {
  const { siteKey } = await (await fetch("/app-check.json")).json();
  const app = `projects/${config.projectId}/apps/${config.appId}`;
  const exchange = `${APP_CHECK}/${app}:exchangeRecaptchaEnterpriseToken?key=${config.apiKey}`;
  return {
    emulated: false,
    project: config.projectId,
    apiKey: config.apiKey,
    identityToolkit: "https://identitytoolkit.googleapis.com/v1",
    secureToken: "https://securetoken.googleapis.com/v1",
    functions: CALLS,
    objects: `https://firebasestorage.googleapis.com/v0/b/${config.storageBucket}/o`,
    appCheck: new AppCheck(exchange, siteKey),
  };
}

/** Returns `HOST:PORT` of an emulated service. One that listens on all addresses is reached at the page's host. */
function place(config, service) {
  const named = config.emulators?.[service];
  const host = named?.host && named.host !== "0.0.0.0" && named.host !== "::" ? named.host : location.hostname;
  const bracketed = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  return `${bracketed}:${named?.port ?? EMULATOR_PORTS[service]}`;
}

/** Returns the region of the functions: from the embedded Firebase's configuration, or from firebase-tools' list. */
async function emulatedRegion(config, functions) {
  const told = config.emulators?.functions?.region;
  if (told) return told;
  try {
    const { backends } = await (await fetch(`${functions}/backends`)).json();
    const triggers = backends.flatMap(({ functionTriggers }) => functionTriggers);
    return triggers.find(({ name }) => name === "generate_avatar")?.region ?? DEFAULT_REGION;
  } catch {
    return DEFAULT_REGION;
  }
}
