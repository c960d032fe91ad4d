// A day with the app, chapter by chapter: prints a JSON line for each, and last the callables that were called.
//   node journey.mjs '{"project": ..., "region": ..., "bucket": ..., "emulators": {"auth": "HOST:PORT", ...}}' PHOTO
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as fs from 'firebase/firestore';
import * as files from 'firebase/storage';
import { called, Person } from './person.mjs';

const suite = JSON.parse(process.argv[2]);
const photo = new Uint8Array(await readFile(process.argv[3]));
fs.setLogLevel('error');

const ada = new Person('ada', suite);
const bo = new Person('bo', suite);
const cy = new Person('cy', suite);
const admin = new Person('admin', suite);
const stranger = new Person('stranger', suite);
const everybody = [ada, bo, cy, admin, stranger];

const PROGRESS = { active_days: 42, major_achievement: 'read a story aloud', achievement_area: 'creativity',
  discovered_traits: ['curious', 'brave'], goals_completed: 2 };
const WISH = { progress_metrics: PROGRESS, character: 'wren' };
const JPEG = [0xff, 0xd8, 0xff];
const PHOTO = { contentType: 'image/jpeg' };
const PATIENCE_MS = 60_000;

/** The outcome of a refusal: its code, and the reason that our functions give. */
async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return { code: error.code, reason: error.details?.reason };
  }
  throw new Error('it was not refused');
}

function assertCompleted(avatar) {
  assert.equal(avatar.status, 'completed', JSON.stringify(avatar.error));
  assert.equal(avatar.degraded, false, JSON.stringify(avatar.error));
}

async function fetched(url) {
  const answer = await fetch(url);
  assert.equal(answer.status, 200, url);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The answer; asked for once more where firebase-tools hung up on a function that was being asked just before. */
async function unlessHungUp(ask) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  try {
    return await ask();
  } catch (error) {
    if (error.code !== 'functions/internal') throw error;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return ask();
  }
}

/** Calls again until the answer has the status; resolves with all answers. */
async function untilDone(person, name, data, status = 'done') {
  const answers = [];
  const deadline = Date.now() + PATIENCE_MS;
  do {
    assert(Date.now() < deadline, `it stands at ${JSON.stringify(answers.at(-1))}`);
    if (answers.length > 1) await new Promise((resolve) => setTimeout(resolve, 2000)); // a user has 60 calls a minute
    answers.push(await unlessHungUp(() => person.call(name, data)));
  } while (answers.at(-1).status !== status);
  return answers;
}

/** Until the file is gone. */
async function gone(path) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const left = await files.getMetadata(ada.file(path)).catch((error) => error);
    if (left.code === 'storage/object-not-found') return;
    if (left instanceof Error) throw left;
    assert(Date.now() < deadline, `${path} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Shares an avatar of ada's, looks at its page as anybody does, and revokes it: from then on it is gone. */
async function seenByStrangers(avatarId) {
  const terms = { avatar_id: avatarId, days: 7, show_name: true };
  const share = await ada.call('share_avatar', terms);
  const site = `http://${suite.emulators.hosting}/s/${share.slug}`;
  const page = await fetch(site, { redirect: 'error' });
  assert.deepEqual([page.status, page.headers.get('x-robots-tag')], [200, 'noindex, nofollow, noarchive']);
  const text = await page.text();
  assert(text.includes(`${share.url}.jpg`) && text.includes('Wren') && !text.includes(ada.uid), text);
  assert.deepEqual([...await fetched(`${site}.jpg`)].slice(0, 3), JPEG);
  const { shares } = await ada.call('list_shares', { page_size: 5 });
  assert.deepEqual(shares.map(({ slug, state }) => [slug, state]), [[share.slug, 'active']]);
  assert.equal((await refusal(bo.call('revoke_share', { share_id: share.share_id }))).reason, 'not_found');
  assert.equal((await ada.call('revoke_share', { share_id: share.share_id })).state, 'revoked');
  for (const address of [site, `${site}.jpg`]) {
    const gone = await fetch(address);
    assert.deepEqual([gone.status, gone.headers.get('cache-control')], [410, 'no-store']);
  }
  assert.equal((await fetch(`http://${suite.emulators.hosting}/s/${'a'.repeat(32)}`)).status, 404);
}

const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
let first;
let second;
let milestone;
let personal;

const chapters = {
  'who is not signed in is refused': async () => {
    const { code, reason } = await refusal(stranger.call('list_styles'));
    assert.deepEqual([code, reason], ['functions/unauthenticated', 'unauthenticated']);
  },
  'people sign in anonymously': async () => {
    await Promise.all([ada.signIn(), bo.signIn()]);
    assert(ada.auth.currentUser.isAnonymous);
    assert.notEqual(ada.uid, bo.uid);
  },
  'the catalogue, and its previews on Hosting': async () => {
    const { styles, personas, characters } = await ada.call('list_styles');
    assert.deepEqual([styles.length, personas.length, characters.length], [7, 6, 12]);
    assert.deepEqual([...(await fetched(styles[0].preview_url)).slice(0, 3)], JPEG);
  },
  'a wish by call, heard until it completes': async () => {
    const quoted = await ada.call('quote', WISH);
    assert.deepEqual([quoted.outcome, quoted.usage.user_remaining >= 0], ['queue', true]);
    const queued = await ada.call('generate_avatar', WISH);
    assert.equal(queued.status, 'queued');
    assert.deepEqual([...(await fetched(queued.image_url)).slice(0, 3)], JPEG, 'a placeholder meanwhile');
    first = { id: queued.avatar_id, ...(await ada.hearAvatar(queued.avatar_id)) };
    assertCompleted(first);
  },
  'the picture by its link and by the SDK': async () => {
    const byLink = await fetched(first.image_url);
    const bySdk = new Uint8Array(await files.getBytes(ada.file(first.image_path)));
    assert.deepEqual([...byLink.slice(0, 3)], JPEG);
    assert.deepEqual(bySdk, byLink);
    assert.deepEqual(await fetched(await files.getDownloadURL(ada.file(first.image_path))), byLink);
    assert.deepEqual([...(await fetched(first.thumbnail_url)).slice(0, 3)], JPEG);
  },
  'the same wish of another is served from the cache': async () => {
    const shared = await bo.call('generate_avatar', { ...WISH, wait_seconds: 20 });
    assert.deepEqual([shared.status, shared.source, shared.image_path], ['completed', 'cache', first.image_path]);
  },
  'the same by REST, through Hosting': async () => {
    const token = await ada.auth.currentUser.getIdToken();
    const ask = (path, options = {}) =>
      fetch(`http://${suite.emulators.hosting}/api/v1${path}`, {
        ...options, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      });
    assert.equal((await (await ask('/health')).json()).status, 'ok');
    const again = await ask('/avatar/generate', { method: 'POST', body: JSON.stringify({ ...WISH, user_id: ada.uid }) });
    assert.deepEqual([again.status, (await again.json()).avatar_id], [200, first.id]);
    assert.equal(again.headers.get('content-location'), `/api/v1/avatar/${first.id}`);
    const listed = await (await ask(`/avatar/user/${ada.uid}`)).json();
    assert.deepEqual(listed.map((one) => one.avatar_id), [first.id]);
    const refused = await ask('/avatar/generate', { method: 'POST', body: '{}' });
    assert.deepEqual([refused.status, refused.headers.get('content-type')], [400, 'application/problem+json']);
    assert.equal((await fetch(`http://${suite.emulators.hosting}/api/v1/styles`)).status, 401);
  },
  'what is no wish is refused with its fields': async () => {
    const refused = refusal(ada.call('generate_avatar', { ...WISH, colour: 'red' }));
    assert.deepEqual(await refused, { code: 'functions/invalid-argument', reason: 'invalid_request' });
  },
  'one\'s own avatars: list, get, select, cancel': async () => {
    const { avatars } = await ada.call('list_avatars', { page_size: 5 });
    assert.deepEqual(avatars.map((one) => one.avatar_id), [first.id]);
    const me = await ada.call('get_me');
    assert.deepEqual([me.user_id, me.photo_consent, me.latest.avatar_id], [ada.uid, null, first.id]);
    assert.deepEqual([me.allowance.used, me.credits], [1, null]);
    const nothing = { credits: null, owed: 0, monthly_due: 0, entries: [], next_page_token: null };
    assert.deepEqual(await ada.call('list_credits'), nothing);
    assert.equal((await ada.call('get_avatar', { avatar_id: first.id })).image_path, first.image_path);
    assert.equal((await ada.call('select_avatar', { avatar_id: first.id })).avatar_id, first.id);
    const named = await ada.call('update_avatar', { avatar_id: first.id, name: 'Wren', note: 'my first' });
    assert.deepEqual([named.name, named.note], ['Wren', 'my first']);
    assert.equal((await ada.call('update_avatar', { avatar_id: first.id, note: '' })).name, 'Wren');
    assert.deepEqual([named.set, (await ada.call('choose_variation', { avatar_id: first.id })).set], [null, null]);
    await seenByStrangers(first.id);
    assert.equal((await ada.call('cancel_avatar', { avatar_id: first.id })).status, 'completed');
    assert.equal((await refusal(bo.call('get_avatar', { avatar_id: first.id }))).reason, 'not_found');
  },
  'an album, its listener, and a use in another app': async () => {
    const album = await ada.call('create_project', { name: 'Family', key: 'journey-01' });
    assert.equal((await ada.call('create_project', { name: 'Family', key: 'journey-01' })).project_id, album.project_id);
    const moved = await ada.call('update_avatar', { avatar_id: first.id, project_id: album.project_id, tags: ['Brave'] });
    assert.deepEqual([moved.project_id, moved.tags], [album.project_id, ['brave']]);
    const inside = fs.query(fs.collection(ada.db, `users/${ada.uid}/avatars`),
      fs.where('project_id', '==', album.project_id), fs.orderBy('created_at', 'desc'));
    const heard = await ada.hear(inside, (seen) => seen.size === 1);
    assert.equal(heard.docs[0].id, first.id);
    assert.equal((await ada.call('update_project', { project_id: album.project_id, name: 'Friends' })).name, 'Friends');
    const { projects } = await ada.call('list_projects', { count: true });
    assert.deepEqual(projects.map((one) => [one.name, one.avatars]), [['Friends', 1]]);
    assert.equal((await refusal(bo.call('generate_avatar', { ...WISH, project_id: album.project_id }))).reason,
      'project_not_found');
    const used = await ada.call('record_use', { avatar_id: first.id, app: 'journey', action: 'shown' });
    assert.deepEqual(used.counts, { shown: 1 });
    const { uses, summary } = await ada.call('list_uses', { avatar_id: first.id, summary: true });
    assert.deepEqual([uses.length, summary.apps[0].app], [1, 'journey']);
    const gone = await ada.call('delete_project', { project_id: album.project_id, avatars: 'keep' });
    assert.equal(gone.status, 'done');
    assert.equal((await ada.call('get_avatar', { avatar_id: first.id })).project_id, null);
  },
  'settings and progress as documents, and a milestone': async () => {
    const settings = { style: 'comic', character: 'kai', time_zone: 'Europe/Berlin', locale: 'de-AT' };
    await fs.setDoc(bo.own('settings/current'), settings);
    await fs.setDoc(bo.own('progress/current'), { active_days: 3 });
    await fs.setDoc(bo.own('progress/current'), { active_days: 15, goals_completed: 1 });
    const milestones = fs.query(fs.collection(bo.db, `users/${bo.uid}/avatars`),
      fs.where('requested_by', '==', 'milestone'));
    const heard = await bo.hear(milestones, (seen) => seen.docs.some((one) => one.data().status === 'completed'));
    milestone = { id: heard.docs[0].id, ...heard.docs[0].data() };
    assert.deepEqual([milestone.style, milestone.evolution_stage], ['comic', 'twoWeeks']);
    assert.match(milestone.ithere_message, /echter/);
  },
  'a wish as a document, its answer heard': async () => {
    const wish = ada.own(`avatarRequests/${today}-00`);
    await fs.setDoc(wish, { ...WISH, style: 'anime' });
    const { answer } = (await ada.hear(wish, (seen) => seen.data()?.answer)).data();
    assert.equal(answer.error, null);
    assertCompleted(await ada.hearAvatar(answer.avatar_id));
    second = answer.avatar_id;
  },
  'forbidden reads and writes': async () => {
    const theirs = fs.doc(bo.db, `users/${ada.uid}/avatars/${first.id}`);
    const refused = [
      fs.getDoc(theirs),
      fs.setDoc(ada.own(`avatars/${first.id}`), { status: 'completed' }),
      fs.setDoc(fs.doc(bo.db, `users/${ada.uid}/progress/current`), { active_days: 1 }),
      fs.setDoc(ada.own('progress/current'), { active_days: -1 }),
      fs.updateDoc(ada.own(`avatarRequests/${today}-00`), { style: 'comic' }),
      fs.getDoc(fs.doc(ada.db, 'global_usage/today')),
      fs.getDoc(fs.doc(stranger.db, `users/${ada.uid}`)),
    ].map(refusal);
    assert.deepEqual(new Set((await Promise.all(refused)).map(({ code }) => code)), new Set(['permission-denied']));
  },
  'uploads: one\'s own, once; nobody else\'s': async () => {
    const path = `uploads/${ada.uid}/me.jpg`;
    const early = await refusal(files.uploadBytes(ada.file(path), photo, PHOTO));
    assert.equal(early.code, 'storage/unauthorized');
    await ada.call('record_photo_consent', { granted: true, version: '2026-11', adult: true });
    await files.uploadBytes(ada.file(path), photo, PHOTO);
    assert.deepEqual(new Uint8Array(await files.getBytes(ada.file(path))), photo);
    const refused = [
      files.uploadBytes(ada.file(path), photo, PHOTO),
      files.uploadBytes(ada.file(`uploads/${ada.uid}/words.txt`), photo, { contentType: 'text/plain' }),
      files.uploadBytes(ada.file(`uploads/${bo.uid}/me.jpg`), photo, PHOTO),
      files.uploadBytes(ada.file('shared/mine.jpg'), photo, PHOTO),
      files.getBytes(bo.file(path)),
      files.listAll(ada.file(`uploads/${ada.uid}`)),
      files.deleteObject(ada.file(path)),
    ].map(refusal);
    assert.deepEqual(new Set((await Promise.all(refused)).map(({ code }) => code)), new Set(['storage/unauthorized']));
  },
  'a picture from the photo, with consent only': async () => {
    const path = `uploads/${ada.uid}/me.jpg`;
    const wish = { progress_metrics: PROGRESS, reference_path: path, wait_seconds: 50 };
    const without = { ...wish, reference_path: `uploads/${bo.uid}/me.jpg` };
    assert.equal((await refusal(bo.call('generate_avatar', without))).reason, 'consent_missing');
    personal = await ada.call('generate_avatar', wish);
    assertCompleted(personal);
    assert.deepEqual([...(await fetched(personal.image_url)).slice(0, 3)], JPEG);
    assert.deepEqual([...new Uint8Array(await files.getBytes(ada.file(personal.image_path))).slice(0, 3)], JPEG);
    assert.equal((await refusal(files.getBytes(bo.file(personal.image_path)))).code, 'storage/unauthorized');
    await gone(path);
  },
  'one\'s own picture as it is': async () => {
    const path = `uploads/${ada.uid}/as-it-is.jpg`;
    await files.uploadBytes(ada.file(path), photo, PHOTO);
    const own = await ada.call('upload_avatar', { reference_path: path, name: 'This is me' });
    assertCompleted(own);
    assert.deepEqual([own.origin, own.name, own.source, own.made_by], ['upload', 'This is me', null, null]);
    assert.deepEqual([...(await fetched(own.image_url)).slice(0, 3)], JPEG);
    assert.equal((await refusal(files.getBytes(bo.file(own.image_path)))).code, 'storage/unauthorized');
    await gone(path);
    const { avatars } = await ada.call('list_avatars', { origin: 'upload' });
    assert.deepEqual(avatars.map((one) => one.avatar_id), [own.avatar_id]);
    assert.equal((await ada.call('delete_avatar', { avatar_id: own.avatar_id })).deleted, true);
  },
  'three times of one life': async () => {
    const trilogy = await bo.call('generate_trilogy', { progress_metrics: PROGRESS, wait_seconds: 50 });
    assert.deepEqual(Object.keys(trilogy).sort(), ['current', 'future_2048', 'original']);
    Object.values(trilogy).forEach(assertCompleted);
  },
  'how one has changed, in words and as a reel': async () => {
    const earlier = await ada.call('generate_avatar', {
      progress_metrics: { active_days: 8 }, character: 'wren', wait_seconds: 50,
    });
    assertCompleted(earlier);
    const ids = { earlier_avatar_id: earlier.avatar_id, later_avatar_id: first.id };
    assert.equal((await ada.call('explain_evolution', ids)).days, 34);
    const { reel_url: reel, sheet_url: sheet, stages } = await ada.call('evolution_reel', { style: 'daymi' });
    assert.equal(stages.length, 2);
    assert.equal(new TextDecoder().decode((await fetched(reel)).slice(8, 12)), 'WEBP');
    assert.deepEqual([...(await fetched(sheet)).slice(0, 3)], JPEG);
  },
  'figures of one\'s own, and a copy of all that is kept': async () => {
    const stats = await ada.call('get_stats');
    assert.ok(stats.avatars >= 3 && stats.by_status.completed >= 3);
    const begun = await ada.call('export_my_data', { begin: true });
    assert.ok(begun.status === 'preparing' && begun.files.length === 0);
    const { files: [zip] } = (await untilDone(ada, 'export_my_data', { begin: false }, 'ready')).at(-1);
    const bytes = await fetched(zip.url);
    assert.deepEqual([bytes.length, ...bytes.slice(0, 4)], [zip.bytes, 0x50, 0x4b, 3, 4]);
    assert.equal((await bo.call('export_my_data', { begin: false })).status, 'none');
  },
  'what is for administrators is for them alone': async () => {
    const grant = { user_id: ada.uid, credits: 10, key: 'order-2026-1187' };
    assert.equal((await refusal(ada.call('grant_credits', grant))).reason, 'forbidden');
    await admin.signUpWithClaims('admin@example.org', { admin: true });
    assert.deepEqual(await admin.call('grant_credits', grant), { credits: 40 });
    assert.deepEqual(await admin.call('grant_credits', grant), { credits: 40 }, 'a key grants once');
    assert.deepEqual(await admin.call('replay_dead_letters'), { done: 0, failed: 0 });
    assert.equal((await refusal(ada.call('console_view', { view: 'desk' }))).reason, 'forbidden');
    const desk = await admin.call('console_view', { view: 'desk' });
    assert.deepEqual([desk.role, desk.unknown], ['owner', []]);
    assert.equal((await refusal(ada.call('usage_report', { period: 'today' }))).reason, 'forbidden');
    const report = await admin.call('usage_report', { period: '30d' });
    assert.ok(report.reads <= 80 && report.allowance.made > 0 && Array.isArray(report.advice));
    const gift = { act: 'give_back', user_id: ada.uid, pictures: 1, key: 'ticket-2026-1187', reason: 'our fault' };
    assert.deepEqual([(await admin.call('console_act', gift)).again, (await admin.call('console_act', gift)).again], [false, true]);
    const { entries } = await admin.call('console_view', { view: 'audit', user_id: ada.uid });
    assert.deepEqual(entries.map((entry) => entry.act), ['give_back', 'grant_credits']);
  },
  'a device asks for a push, and no longer': async () => {
    const token = 'c9TqX0rLQ2:APA91bH';
    assert.deepEqual(await ada.call('register_push', { token }), { enabled: true, devices: 1 });
    assert.deepEqual(await bo.call('register_push', { token }), { enabled: true, devices: 1 });
    assert.deepEqual(await bo.call('register_push', { token, enabled: false }), { enabled: false, devices: 0 });
    assert.equal((await refusal(ada.call('register_push', { token: '' }))).reason, 'invalid_request');
  },
  'a picture reported, reviewed, and taken down': async () => {
    const report = { avatar_id: milestone.id, reason: 'looks_wrong', image_path: milestone.image_path };
    const instead = await bo.call('report_avatar', report);
    assert.notEqual(instead.image_path, milestone.image_path);
    assert.equal((await refusal(bo.call('list_reports'))).reason, 'forbidden');
    const { reviews } = await admin.call('list_reports');
    assert.deepEqual(reviews.map((one) => [one.reports, one.reasons]), [[1, { looks_wrong: 1 }]]);
    const { review_id } = reviews[0];
    const decided = await admin.call('decide_report', { review_id, decision: 'take_down' });
    assert.deepEqual(decided, { review_id, state: 'taken_down', done: true });
    assert.equal((await fetch(milestone.image_url)).ok, false);
    assert.deepEqual((await admin.call('list_reports')).reviews, []);
  },
  'an avatar deleted, and heard to go': async () => {
    const kept = (await fs.getDoc(ada.own(`avatars/${second}`))).data();
    assert.equal((await fetch(kept.image_url)).ok, true);
    const leaves = ada.hear(ada.own(`avatars/${second}`), (seen) => !seen.exists());
    assert.deepEqual(await ada.call('delete_avatar', { avatar_id: second }), { avatar_id: second, deleted: true });
    await leaves;
  },
  'consent withdrawn: personal pictures go': async () => {
    const withdrawn = await ada.call('record_photo_consent', { granted: false, version: '2026-11' });
    assert.deepEqual(withdrawn, { granted: false, pictures_deleted: 1 });
    assert.equal((await fetch(personal.image_url)).ok, false);
    assert.equal((await fetch(first.image_url)).ok, true);
  },
  'leaving: everything of one\'s own is erased, and nothing brings it back': async () => {
    assert((await fs.getDoc(bo.own('progress/current'))).exists());
    assert.equal((await refusal(bo.call('delete_my_data'))).reason, 'invalid_request');
    await untilDone(bo, 'delete_my_data', { confirm: true });
    assert(!(await fs.getDoc(bo.own('progress/current'))).exists());
    assert.equal((await refusal(bo.call('list_avatars'))).reason, 'forbidden');
    const refused = [
      fs.setDoc(bo.own('progress/current'), { active_days: 3 }),
      files.uploadBytes(bo.file(`uploads/${bo.uid}/again.jpg`), photo, PHOTO),
    ].map(refusal);
    const codes = (await Promise.all(refused)).map(({ code }) => code);
    assert.deepEqual(codes, ['permission-denied', 'storage/unauthorized']);
    assert.equal((await ada.call('get_avatar', { avatar_id: first.id })).status, 'completed');
  },
  'a guest\'s pictures come along into an account': async () => {
    const { avatars: before } = await ada.call('list_avatars');
    await cy.signUpWithClaims('cy@example.org', {});
    const merged = await untilDone(cy, 'merge_account', { anonymous_token: await ada.auth.currentUser.getIdToken() });
    const { avatars: after } = await cy.call('list_avatars');
    const paths = (avatars) => avatars.map((one) => one.image_path).sort();
    assert(before.length > 0);
    assert.deepEqual(paths(after), paths(before));
    assert.equal(merged.reduce((sum, one) => sum + one.avatars, 0), before.length);
    const { moved } = merged.at(-1);
    assert.deepEqual(Object.keys(moved).sort(), before.map((one) => one.avatar_id).sort());
    assert.deepEqual(Object.values(moved).sort(), after.map((one) => one.avatar_id).sort());
    assert.equal((await refusal(ada.call('list_avatars'))).reason, 'forbidden');
  },
};

for (const [name, chapter] of Object.entries(chapters)) {
  const started = performance.now();
  try {
    await chapter();
  } catch (error) {
    console.log(JSON.stringify({ chapter: name, error: String(error.stack ?? error) }));
    process.exit(1);
  }
  console.log(JSON.stringify({ chapter: name, seconds: (performance.now() - started) / 1000 }));
}
console.log(JSON.stringify({ called: [...called] }));
await Promise.all(everybody.map((one) => one.leave()));
process.exit(0);
