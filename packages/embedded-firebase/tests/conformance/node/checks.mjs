// Checks of the Firestore under test through the JS SDK; prints {name: {actual} or {error}} as one JSON line.
// The expectations are in test_javascript_sdk.py.
import { initializeApp } from 'firebase/app';
import * as fs from 'firebase/firestore';

const [host, port] = process.argv[2].split(':');
fs.setLogLevel('silent');
const app = initializeApp({ projectId: process.argv[3], apiKey: 'none', appId: 'conformance' });
const db = fs.getFirestore(app);
fs.connectFirestoreEmulator(db, host, Number(port));

const checks = {};
const ids = (snapshot) => snapshot.docs.map((document) => document.id);
const reference = (name, id = 'a') => fs.doc(db, `${name}/${id}`);

/** Waits for listener events until one satisfies `done`; returns all of them. */
const follow = (source, describe, steps, options = {}) =>
  new Promise((resolve, reject) => {
    const events = [];
    const stop = fs.onSnapshot(source, options, (snapshot) => {
      if (snapshot.metadata.fromCache || snapshot.metadata.hasPendingWrites) return;
      events.push(describe(snapshot));
      const step = steps[events.length - 1];
      if (step) step();
      else { stop(); resolve(events); }
    }, reject);
  });

checks['set and get'] = async (name) => {
  await fs.setDoc(reference(name), { n: 1, text: 'é🪞', list: [1, { a: null }], on: true });
  return (await fs.getDoc(reference(name))).data();
};
checks['get of a missing document'] = async (name) => (await fs.getDoc(reference(name))).exists();
checks['values of special types'] = async (name) => {
  await fs.setDoc(reference(name), {
    time: fs.Timestamp.fromMillis(1234), point: new fs.GeoPoint(1, 2), bytes: fs.Bytes.fromUint8Array(new Uint8Array([0, 255])),
    to: reference(name, 'b'), half: 0.5,
  });
  const data = (await fs.getDoc(reference(name))).data();
  return [data.time.toMillis(), data.point.longitude, data.bytes.toBase64(), data.to.id, data.half];
};
checks['numbers keep NaN and minus zero'] = async (name) => {
  await fs.setDoc(reference(name), { nan: NaN, zero: -0 });
  const data = (await fs.getDoc(reference(name))).data();
  return [Number.isNaN(data.nan), Object.is(data.zero, -0)];
};
checks['merge'] = async (name) => {
  await fs.setDoc(reference(name), { m: { a: 1 } });
  await fs.setDoc(reference(name), { m: { b: 2 } }, { merge: true });
  return (await fs.getDoc(reference(name))).data();
};
checks['update of a nested field'] = async (name) => {
  await fs.setDoc(reference(name), { m: { a: 1 } });
  await fs.updateDoc(reference(name), { 'm.b': 2, gone: fs.deleteField() });
  return (await fs.getDoc(reference(name))).data();
};
checks['transforms'] = async (name) => {
  await fs.setDoc(reference(name), { n: 1, list: [1, 2] });
  await fs.updateDoc(reference(name), { n: fs.increment(2), list: fs.arrayUnion(3) });
  await fs.updateDoc(reference(name), { list: fs.arrayRemove(1) });
  return (await fs.getDoc(reference(name))).data();
};
checks['server timestamp'] = async (name) => {
  await fs.setDoc(reference(name), { at: fs.serverTimestamp() });
  return (await fs.getDoc(reference(name))).data().at instanceof fs.Timestamp;
};
checks['update of a missing document'] = async (name) => fs.updateDoc(reference(name), { n: 1 });
checks['delete'] = async (name) => {
  await fs.setDoc(reference(name), {});
  await fs.deleteDoc(reference(name));
  return (await fs.getDoc(reference(name))).exists();
};
checks['batch'] = async (name) => {
  const batch = fs.writeBatch(db);
  batch.set(reference(name, 'a'), { n: 1 });
  batch.set(reference(name, 'b'), { n: 2 });
  batch.update(reference(name, 'a'), { n: 3 });
  await batch.commit();
  return (await fs.getDocs(fs.collection(db, name))).docs.map((document) => document.data().n);
};

const fill = async (name) => {
  const batch = fs.writeBatch(db);
  for (let n = 0; n < 6; n++) batch.set(reference(name, `d${n}`), { n, odd: n % 2 === 1, tags: [n % 3] });
  await batch.commit();
  return fs.collection(db, name);
};
const queries = {
  'query by equality': [fs.where('odd', '==', true)],
  'query by range': [fs.where('n', '>', 2), fs.where('n', '<=', 4)],
  'query with in': [fs.where('n', 'in', [1, 5])],
  'query with not-in': [fs.where('n', 'not-in', [0, 1, 2])],
  'query with array-contains': [fs.where('tags', 'array-contains', 1)],
  'query with array-contains-any': [fs.where('tags', 'array-contains-any', [0, 1])],
  'query with or': [fs.or(fs.where('n', '==', 0), fs.where('odd', '==', true))],
  'query in descending order with a limit': [fs.orderBy('n', 'desc'), fs.limit(2)],
  'query with limit to last': [fs.orderBy('n'), fs.limitToLast(2)],
  'query between cursors': [fs.orderBy('n'), fs.startAt(1), fs.endBefore(3)],
  'query by document id': [fs.where(fs.documentId(), '>=', 'd4')],
};
for (const [title, constraints] of Object.entries(queries)) {
  checks[title] = async (name) => ids(await fs.getDocs(fs.query(await fill(name), ...constraints)));
}
checks['query from a document on'] = async (name) => {
  const collection = await fill(name);
  const from = await fs.getDoc(reference(name, 'd3'));
  return ids(await fs.getDocs(fs.query(collection, fs.orderBy('n'), fs.startAfter(from))));
};
checks['collection group'] = async (name) => {
  await fs.setDoc(fs.doc(db, `${name}/a/${name}-group/b`), {});
  return ids(await fs.getDocs(fs.collectionGroup(db, `${name}-group`)));
};
checks['aggregation'] = async (name) => {
  const wanted = { many: fs.count(), much: fs.sum('n'), mean: fs.average('n') };
  return (await fs.getAggregateFromServer(await fill(name), wanted)).data();
};
checks['transaction'] = async (name) => {
  await fs.setDoc(reference(name), { n: 0 });
  const increment = () => fs.runTransaction(db, async (transaction) => {
    const n = (await transaction.get(reference(name))).data().n;
    transaction.update(reference(name), { n: n + 1 });
  }, { maxAttempts: 20 });
  await Promise.all([increment(), increment(), increment()]);
  return (await fs.getDoc(reference(name))).data();
};
checks['transaction that only verifies'] = async (name) => fs.runTransaction(db, async (transaction) => {
  const missing = await transaction.get(reference(name, 'missing'));
  transaction.set(reference(name, 'b'), { seen: missing.exists() });
  return missing.exists();
});
checks['listener on a document'] = async (name) => follow(
  reference(name), (snapshot) => snapshot.data() ?? null,
  [() => fs.setDoc(reference(name), { n: 1 }), () => fs.updateDoc(reference(name), { n: 2 }), () => fs.deleteDoc(reference(name))],
  { includeMetadataChanges: true },
);
checks['listener on a query'] = async (name) => follow(
  fs.query(await fill(name), fs.where('n', '>', 2), fs.orderBy('n'), fs.limit(2)), ids,
  [() => fs.deleteDoc(reference(name, 'd3')), () => fs.setDoc(reference(name, 'first'), { n: 2.5 })],
  { includeMetadataChanges: true },
);
checks['listener across a lost connection'] = async (name) => {
  await fs.setDoc(reference(name), { n: 1 });
  const events = await follow(
    fs.collection(db, name), (snapshot) => snapshot.docs.map((document) => document.data().n),
    [async () => {
      await fs.disableNetwork(db);
      const pending = fs.setDoc(reference(name, 'b'), { n: 2 });
      await fs.enableNetwork(db);
      await pending;
    }],
    { includeMetadataChanges: true },
  );
  return events.at(-1);
};
checks['writes are pending until the server has them'] = async (name) => {
  const pending = fs.setDoc(reference(name), { n: 1 });
  await fs.waitForPendingWrites(db);
  await pending;
  return true;
};

const results = {};
let number = 0;
for (const [title, check] of Object.entries(checks)) {
  const late = new Promise((_, reject) => { setTimeout(() => reject(new Error('it took over 10 s')), 10_000).unref(); });
  try {
    results[title] = { actual: (await Promise.race([check(`c${number++}`), late])) ?? null };
  } catch (error) {
    results[title] = { error: error.code ?? String(error) };
  }
}
await fs.terminate(db);
console.log(JSON.stringify(results));
process.exit(0);
