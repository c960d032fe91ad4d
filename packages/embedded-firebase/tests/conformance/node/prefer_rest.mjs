// @google-cloud/firestore with preferRest: the server SDK over HTTP/1.1, as firebase-admin uses it in cold starts.
//
//   node prefer_rest.mjs HOST:PORT PROJECT

import { Firestore, FieldValue } from "@google-cloud/firestore";
import { PassThroughClient } from "google-auth-library";

const [address, projectId] = process.argv.slice(2);
process.env.FIRESTORE_EMULATOR_HOST = address;
// Over REST the client asks for credentials even where it knows of an emulator; over gRPC it does not.
const firestore = new Firestore({ projectId, preferRest: true, authClient: new PassThroughClient() });
const found = {};

async function check(name, act) {
  try {
    found[name] = { actual: await act() };
  } catch (error) {
    found[name] = { error: error.code };
  }
}

const things = firestore.collection("things");

await check("set and get", async () => {
  await things.doc("a").set({ n: 1, text: "é🪞", list: [1, { a: null }] });
  return (await things.doc("a").get()).data();
});
await check("missing", async () => (await things.doc("none").get()).exists);
await check("update of a missing document", () => things.doc("none").update({ n: 1 }));
await check("transforms", async () => {
  await things.doc("a").update({ n: FieldValue.increment(2) });
  return (await things.doc("a").get()).get("n");
});
await check("batch and query", async () => {
  const batch = firestore.batch();
  for (let n = 0; n < 5; n += 1) batch.set(things.doc(`d${n}`), { n: n * 10 });
  await batch.commit();
  const some = await things.where("n", ">=", 20).orderBy("n").limit(2).get();
  return some.docs.map((one) => one.id);
});
await check("count", async () => (await things.count().get()).data().count);
await check("transaction", () =>
  firestore.runTransaction(async (transaction) => {
    const seen = await transaction.get(things.doc("a"));
    transaction.update(things.doc("a"), { n: seen.get("n") + 1 });
    return seen.get("n");
  }),
);
await check("several at once", async () => {
  const all = await firestore.getAll(things.doc("a"), things.doc("none"));
  return all.map((one) => one.exists);
});
await check("collections", async () => (await firestore.listCollections()).map((one) => one.id));

await firestore.terminate();
console.log(JSON.stringify(found));
process.exit(0);
