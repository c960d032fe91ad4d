// Checks of Cloud Tasks through the Admin SDK for Node; prints {name: {actual} or {error}} as one JSON line.
// The expectations are in test_javascript_tasks.py.
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFunctions } from 'firebase-admin/functions';

const [host, projectId] = process.argv.slice(2);
process.env.CLOUD_TASKS_EMULATOR_HOST = host;
const app = initializeApp({ projectId });
const queue = getFunctions(app).taskQueue('remind');

const waiting = async () => {
  const statistics = await (await fetch(`http://${host}/queueStats`)).json();
  return statistics[`queue:${projectId}-us-central1-remind`].numberOfTasks;
};
const code = (promise) => promise.then(() => 'none', (error) => error.code);

const checks = {};
checks['a task is enqueued'] = async () => (await queue.enqueue({ n: 1 }, { headers: { 'X-Mine': 'yes' } })) ?? 'done';
checks['an identifier is used once'] = async () => {
  await queue.enqueue({ n: 2 }, { id: 'once' });
  return queue.enqueue({ n: 2 }, { id: 'once' });
};
checks['a task for later can be deleted'] = async () => {
  await queue.enqueue({ n: 3 }, { id: 'later', scheduleDelaySeconds: 60, dispatchDeadlineSeconds: 30 });
  const before = await waiting();
  await queue.delete('later');
  return [before, await waiting(), await code(queue.delete('later'))];
};
checks['an unknown queue is not found'] = () => getFunctions(app).taskQueue('unknown').enqueue({});

const results = {};
for (const [name, check] of Object.entries(checks)) {
  try {
    results[name] = { actual: await check() };
  } catch (error) {
    results[name] = { error: error.code ?? String(error) };
  }
}
console.log(JSON.stringify(results));
await deleteApp(app);
