// Checks of the Firestore under test through firebase/firestore/lite, which speaks REST only; prints {name: {actual} or
// {error}} as one JSON line. The expectations are in test_javascript_lite.py.
import { deleteApp, initializeApp } from 'firebase/app';
import * as fs from 'firebase/firestore/lite';

const [host, port] = process.argv[2].split(':');
fs.setLogLevel('silent');
const app = initializeApp({ projectId: process.argv[3], apiKey: 'none', appId: 'conformance' });
const db = fs.getFirestore(app);
fs.connectFirestoreEmulator(db, host, Number(port), { mockUserToken: 'owner' });

const checks = {};
const reference = (name, id = 'a') => fs.doc(db, `${name}/${id}`);
const ids = async (name, ...constraints) =>
  (await fs.getDocs(fs.query(fs.collection(db, name), ...constraints))).docs.map((document) => document.id);
const fill = async (name) => {
  const batch = fs.writeBatch(db);
  for (let n = 0; n < 5; n++) batch.set(reference(name, `d${n}`), { n, even: n % 2 === 0 });
  await batch.commit();
};

checks['set and get'] = async (name) => {
  await fs.setDoc(reference(name), { n: 1, text: 'é🪞', list: [1, { a: null }], half: 0.5 });
  return (await fs.getDoc(reference(name))).data();
};
checks['get of a missing document'] = async (name) => (await fs.getDoc(reference(name))).exists();
checks['numbers keep NaN and infinity'] = async (name) => {
  await fs.setDoc(reference(name), { nan: NaN, much: Infinity });
  const data = (await fs.getDoc(reference(name))).data();
  return [Number.isNaN(data.nan), data.much === Infinity];
};
checks['update, merge and transforms'] = async (name) => {
  await fs.setDoc(reference(name), { m: { a: 1 }, n: 1, list: [1, 2] });
  await fs.setDoc(reference(name), { m: { b: 2 } }, { merge: true });
  await fs.updateDoc(reference(name), { n: fs.increment(2), list: fs.arrayRemove(1), when: fs.serverTimestamp() });
  const { when, ...data } = (await fs.getDoc(reference(name))).data();
  return { ...data, timed: when instanceof fs.Timestamp };
};
checks['add and delete'] = async (name) => {
  const added = await fs.addDoc(fs.collection(db, name), { n: 1 });
  await fs.deleteDoc(added);
  return [added.id.length, (await fs.getDoc(added)).exists()];
};
checks['queries'] = async (name) => {
  await fill(name);
  return [
    await ids(name, fs.where('n', '>', 2)),
    await ids(name, fs.where('even', '==', true), fs.orderBy('n', 'desc'), fs.limit(2)),
    await ids(name, fs.where('n', 'in', [1, 3])),
    await ids(name, fs.orderBy('n'), fs.startAfter(2)),
  ];
};
checks['aggregation'] = async (name) => {
  await fill(name);
  const found = await fs.getAggregate(fs.collection(db, name), { many: fs.count(), much: fs.sum('n'), mean: fs.average('n') });
  return found.data();
};
checks['transaction'] = async (name) => {
  await fs.setDoc(reference(name), { n: 1 });
  await fs.runTransaction(db, async (transaction) => {
    const { n } = (await transaction.get(reference(name))).data();
    transaction.update(reference(name), { n: n + 1 });
  });
  return (await fs.getDoc(reference(name))).data();
};
checks['transaction that only verifies'] = async (name) => {
  await fs.runTransaction(db, async (transaction) => { await transaction.get(reference(name)); });
  return (await fs.getDoc(reference(name))).exists();
};
checks['update of a missing document'] = async (name) => fs.updateDoc(reference(name), { n: 1 });

const results = {};
for (const [name, check] of Object.entries(checks)) {
  try {
    results[name] = { actual: (await check(name)) ?? null };
  } catch (error) {
    results[name] = { error: error.code ?? String(error) };
  }
}
console.log(JSON.stringify(results));
await deleteApp(app);
