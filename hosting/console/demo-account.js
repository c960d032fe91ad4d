// The administrator of an emulated Firebase. The account exists on no other: `make run` makes it, or the first sign-in here.

import { identityToolkit } from "/scripts/sign-in.js";

export const DEMO_ADMINISTRATOR = { email: "operator@mirror-realm.example", password: "operator-in-the-mirror" };

/** Makes the account of an emulator's administrator if it is missing. */
export async function makeDemoAdministrator(backend) {
  if (!backend.emulated) return;
  const asOwner = { path: `projects/${backend.project}/`, headers: { Authorization: "Bearer owner" } };
  const { users = [] } = await identityToolkit(backend, "lookup", { email: [DEMO_ADMINISTRATOR.email] }, asOwner);
  const localId = users[0]?.localId ?? (await identityToolkit(backend, "signUp", { ...DEMO_ADMINISTRATOR })).localId;
  if (users[0]?.customAttributes) return;
  await identityToolkit(backend, "update", { localId, customAttributes: '{"admin_role": "owner"}' }, asOwner);
}
