// A person with the app: the genuine Firebase SDK, connected to the emulators that the caller names.
import { deleteApp, initializeApp } from 'firebase/app';
import * as auth from 'firebase/auth';
import * as fs from 'firebase/firestore';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';
import * as files from 'firebase/storage';

const PATIENCE_MS = 60_000;

/** The callables that were called by anybody. */
export const called = new Set();

export class Person {
  /** @param {{project: string, region: string, bucket: string, emulators: Record<string, string>}} suite */
  constructor(name, suite) {
    const { project: projectId, bucket: storageBucket, emulators } = suite;
    this.suite = suite;
    this.app = initializeApp({ projectId, storageBucket, apiKey: 'any', appId: 'e2e' }, name);
    this.auth = auth.getAuth(this.app);
    auth.connectAuthEmulator(this.auth, `http://${emulators.auth}`, { disableWarnings: true });
    this.db = fs.getFirestore(this.app);
    fs.connectFirestoreEmulator(this.db, ...place(emulators.firestore));
    this.functions = getFunctions(this.app, suite.region);
    connectFunctionsEmulator(this.functions, ...place(emulators.functions));
    this.storage = files.getStorage(this.app);
    files.connectStorageEmulator(this.storage, ...place(emulators.storage));
  }

  get uid() {
    return this.auth.currentUser.uid;
  }

  async signIn() {
    await auth.signInAnonymously(this.auth);
  }

  /** Signs up with an e-mail address, and with these custom claims, which only the server can give. */
  async signUpWithClaims(email, claims) {
    const { user } = await auth.createUserWithEmailAndPassword(this.auth, email, 'correct horse');
    const { project, emulators } = this.suite;
    const answer = await fetch(
      `http://${emulators.auth}/identitytoolkit.googleapis.com/v1/projects/${project}/accounts:update`,
      {
        method: 'POST',
        headers: { Authorization: 'Bearer owner', 'Content-Type': 'application/json' },
        body: JSON.stringify({ localId: user.uid, customAttributes: JSON.stringify(claims) }),
      },
    );
    if (!answer.ok) throw new Error(`the claims were not set: ${await answer.text()}`);
    await user.getIdToken(true);
  }

  /** Calls a function; resolves with its data. */
  async call(name, data = {}) {
    called.add(name);
    return (await httpsCallable(this.functions, name, { timeout: PATIENCE_MS })(data)).data;
  }

  /** A document of one's own, by its path below `users/{uid}`. */
  own(path) {
    return fs.doc(this.db, `users/${this.uid}/${path}`);
  }

  /** A file, by its path. */
  file(path) {
    return files.ref(this.storage, path);
  }

  /** Listens to a document or query until what is seen satisfies `done`; resolves with that. */
  hear(source, done) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => end(reject, new Error(`nothing came in ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
      const stop = fs.onSnapshot(source, (seen) => done(seen) && end(resolve, seen), (error) => end(reject, error));
      function end(settle, outcome) {
        clearTimeout(late);
        stop();
        settle(outcome);
      }
    });
  }

  /** Listens to an avatar of one's own until its job has ended; resolves with its fields. */
  async hearAvatar(id) {
    const ended = await this.hear(this.own(`avatars/${id}`), (seen) =>
      ['completed', 'failed'].includes(seen.data()?.status));
    return ended.data();
  }

  async leave() {
    await fs.terminate(this.db);
    await deleteApp(this.app);
  }
}

function place(address) {
  const [host, port] = address.split(':');
  return [host, Number(port)];
}
