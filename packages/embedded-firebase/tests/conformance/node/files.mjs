// Checks of Storage through Node's clients and the JS SDK; prints {name: {actual} or {error}} as one JSON line.
// The expectations are in test_javascript_storage.py.
import { once } from 'node:events';
import { Storage } from '@google-cloud/storage';
import { deleteApp, initializeApp } from 'firebase/app';
import * as files from 'firebase/storage';
import admin from 'firebase-admin';

const [host, port] = process.argv[2].split(':');
const projectId = process.argv[3];
const bucketName = `${projectId}.appspot.com`;
process.env.STORAGE_EMULATOR_HOST = `http://${host}:${port}`;
process.env.FIREBASE_STORAGE_EMULATOR_HOST = `${host}:${port}`;

const client = new Storage({ projectId }).bucket(bucketName);
const server = admin.initializeApp({ projectId, storageBucket: bucketName });
const ofServer = admin.storage().bucket();
const app = initializeApp({ projectId, apiKey: 'none', appId: 'conformance', storageBucket: bucketName });
const sdk = files.getStorage(app);
files.connectStorageEmulator(sdk, host, Number(port));
const large = Buffer.alloc(600_000, 'ab');

const checks = {};

checks['a file is written and read'] = async (bucket, name) => {
  const file = bucket.file(name);
  await file.save('héllo', { resumable: false, contentType: 'text/plain', metadata: { metadata: { on: true } } });
  const [[data], [metadata], [exists]] = await Promise.all([file.download(), file.getMetadata(), file.exists()]);
  return [data.toString(), metadata.contentType, metadata.metadata.on, exists];
};
checks['a resumable upload is whole'] = async (bucket, name) => {
  await bucket.file(name).save(large, { resumable: true });
  return (await bucket.file(name).download())[0].equals(large);
};
checks['a resumable upload in chunks is whole'] = async (bucket, name) => {
  await bucket.file(name).save(large, { resumable: true, chunkSize: 256 * 1024 });
  return (await bucket.file(name).download())[0].equals(large);
};
checks['an upload goes on where it stopped'] = async (bucket, name) => {
  const file = bucket.file(name);
  const [uri] = await file.createResumableUpload();
  const half = large.subarray(0, 256 * 1024);
  await fetch(uri, { method: 'PUT', body: half, headers: { 'Content-Range': `bytes 0-${half.length - 1}/*` } });
  const stream = file.createWriteStream({ uri, resumable: true, offset: half.length, validation: false });
  stream.end(large.subarray(half.length));
  await once(stream, 'finish');
  return (await file.download())[0].equals(large);
};
checks['files are listed, copied and deleted'] = async (bucket, name) => {
  await bucket.file(`${name}/a`).save('1', { resumable: false });
  await bucket.file(`${name}/a`).copy(bucket.file(`${name}/b`));
  await bucket.file(`${name}/a`).delete();
  return (await bucket.getFiles({ prefix: `${name}/` }))[0].map((file) => file.name.split('/').at(-1));
};
checks['a missing file is not found'] = async (bucket, name) => (await bucket.file(name).download())[0];

const ofSdk = {};
ofSdk['a file is written and read'] = async (file) => {
  await files.uploadString(file, 'héllo', 'raw', { contentType: 'text/plain', customMetadata: { on: 'yes' } });
  const metadata = await files.getMetadata(file);
  const answer = await fetch(await files.getDownloadURL(file));
  return [await answer.text(), metadata.contentType, metadata.customMetadata.on];
};
ofSdk['a resumable upload is whole'] = async (file) => {
  const { totalBytes } = await files.uploadBytesResumable(file, large);
  return [totalBytes, Buffer.from(await files.getBytes(file)).equals(large)];
};
ofSdk['an upload pauses and goes on'] = async (file) => {
  const task = files.uploadBytesResumable(file, large);
  const paused = new Promise((resolve) => task.on('state_changed', ({ state }) => state === 'paused' && resolve()));
  task.pause();
  await paused;
  task.resume();
  return (await task).state;
};
ofSdk['a cancelled upload leaves nothing'] = async (file) => {
  const task = files.uploadBytesResumable(file, large);
  task.cancel();
  const code = await task.then(() => 'finished', (error) => error.code);
  return [code, await files.getMetadata(file).then(() => 'found', (error) => error.code)];
};
ofSdk['files are listed and deleted'] = async (file) => {
  await files.uploadString(files.ref(file, 'a'), '1');
  await files.uploadString(files.ref(file, 'b'), '1');
  await files.deleteObject(files.ref(file, 'a'));
  return (await files.listAll(file)).items.map(({ name }) => name);
};

const results = {};
const run = async (name, check) => {
  try {
    results[name] = { actual: await check() };
  } catch (error) {
    results[name] = { error: error.code ?? String(error) };
  }
};
for (const [name, check] of Object.entries(checks)) {
  await run(`Node client: ${name}`, () => check(client, `client/${name}`));
  await run(`Admin SDK: ${name}`, () => check(ofServer, `server/${name}`));
}
for (const [name, check] of Object.entries(ofSdk)) {
  await run(`JS SDK: ${name}`, () => check(files.ref(sdk, `open/${name}`)));
}
console.log(JSON.stringify(results));
await Promise.all([deleteApp(app), server.delete()]);
process.exit(0);
