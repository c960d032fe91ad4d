// Checks of Auth through the JS SDK: codes from e-mails and other providers; prints {name: {actual} or {error}}.
// The expectations are in test_javascript_auth.py.
import { deleteApp, initializeApp } from 'firebase/app';
import * as auth from 'firebase/auth';

const [host, projectId] = process.argv.slice(2);
const app = initializeApp({ projectId, apiKey: 'none', appId: 'conformance' });
const service = auth.getAuth(app);
auth.connectAuthEmulator(service, `http://${host}`, { disableWarnings: true });

const lastCode = async () => {
  const answer = await fetch(`http://${host}/emulator/v1/projects/${projectId}/oobCodes`);
  return (await answer.json()).oobCodes.at(-1);
};
const google = (claims) => auth.GoogleAuthProvider.credential(JSON.stringify(claims));
const providers = (user) => user.providerData.map(({ providerId }) => providerId).sort();

const checks = {};
checks['a password is reset'] = async (email) => {
  await auth.createUserWithEmailAndPassword(service, email, 'secret1');
  await auth.sendPasswordResetEmail(service, email);
  const { oobCode } = await lastCode();
  const asked = await auth.verifyPasswordResetCode(service, oobCode);
  await auth.confirmPasswordReset(service, oobCode, 'secret2');
  const again = await auth.confirmPasswordReset(service, oobCode, 'secret3').catch((error) => error.code);
  const { user } = await auth.signInWithEmailAndPassword(service, email, 'secret2');
  return [asked === email, again, user.emailVerified];
};
checks['an address is verified'] = async (email) => {
  const { user } = await auth.createUserWithEmailAndPassword(service, email, 'secret1');
  await auth.sendEmailVerification(user);
  const { oobCode } = await lastCode();
  const { operation } = await auth.checkActionCode(service, oobCode);
  await auth.applyActionCode(service, oobCode);
  await user.reload();
  return [operation, user.emailVerified];
};
checks['an address is changed once the new one is verified'] = async (email) => {
  const { user } = await auth.createUserWithEmailAndPassword(service, email, 'secret1');
  await auth.verifyBeforeUpdateEmail(user, `new.${email}`);
  await auth.applyActionCode(service, (await lastCode()).oobCode);
  const again = await auth.signInWithEmailAndPassword(service, `new.${email}`, 'secret1');
  return [again.user.uid === user.uid, again.user.emailVerified];
};
checks['a link signs in'] = async (email) => {
  const settings = { url: 'http://localhost/finish', handleCodeInApp: true };
  await auth.sendSignInLinkToEmail(service, email, settings);
  const { oobLink } = await lastCode();
  const landed = (await fetch(oobLink, { redirect: 'manual' })).headers.get('location');
  const isLink = auth.isSignInWithEmailLink(service, landed);
  const { user } = await auth.signInWithEmailLink(service, email, landed);
  return [isLink, user.emailVerified, providers(user)];
};
checks['a link is of its address alone'] = async (email) => {
  await auth.sendSignInLinkToEmail(service, email, { url: 'http://localhost/', handleCodeInApp: true });
  return auth.signInWithEmailLink(service, `not.${email}`, (await lastCode()).oobLink);
};
checks['another provider signs up and in'] = async (email) => {
  const credential = google({ sub: email, email, email_verified: true, name: 'Ada' });
  const first = await auth.signInWithCredential(service, credential);
  const second = await auth.signInWithCredential(service, credential);
  const { claims, signInProvider } = await second.user.getIdTokenResult();
  const told = [first, second].map((result) => auth.getAdditionalUserInfo(result).isNewUser);
  return [told, second.user.displayName, signInProvider, claims.firebase.identities['google.com'][0] === email];
};
checks['an anonymous account is linked'] = async (email) => {
  const { user } = await auth.signInAnonymously(service);
  await auth.linkWithCredential(user, google({ sub: email, email }));
  const linked = [user.isAnonymous, user.email === email, providers(user)];
  return [...linked, providers(await auth.unlink(user, 'google.com'))];
};
checks['an identity is of one account'] = async (email) => {
  await auth.signInWithCredential(service, google({ sub: email, email, email_verified: true }));
  const { user } = await auth.signInAnonymously(service);
  return auth.linkWithCredential(user, google({ sub: email }));
};
checks['an unverified address of another provider opens no account'] = async (email) => {
  await auth.createUserWithEmailAndPassword(service, email, 'secret1');
  return auth.signInWithCredential(service, google({ sub: email, email }));
};
checks['a verified address of another provider closes the unverified password'] = async (email) => {
  const { user } = await auth.createUserWithEmailAndPassword(service, email, 'secret1');
  const other = await auth.signInWithCredential(service, google({ sub: email, email, email_verified: true }));
  const code = await auth.signInWithEmailAndPassword(service, email, 'secret1').catch((error) => error.code);
  return [other.user.uid === user.uid, providers(other.user), code];
};

const results = {};
for (const [index, [name, check]] of Object.entries(checks).entries()) {
  try {
    results[name] = { actual: await check(`person${index}@example.com`) };
  } catch (error) {
    results[name] = { error: error.code ?? String(error) };
  }
}
console.log(JSON.stringify(results));
await deleteApp(app);
process.exit(0);
