// Judges a file of Firestore indexes by what firebase-tools checks before it deploys one.
//   node indexes.mjs FILE
import { readFile } from 'node:fs/promises';
import indexes from 'firebase-tools/lib/firestore/api.js';

new indexes.FirestoreApi().validateSpec(JSON.parse(await readFile(process.argv[2], 'utf8')));
