import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { sample } from '@omnistream/local/test';
import { type Api, signedIn } from '../support/api';
import { askLake } from '../support/athena';
import { eventually, publishTitles, Watcher, watched } from '../support/audience';
import { omnistream, type Platform, startPlatform } from '../support/platform';
import { type Places, searchHome, strayed } from '../support/search-home';
import { runStateMachine } from '../support/state-machine';

/**
 * One viewer and one creator use everything that a user can use. Then all that the laptop has written is searched for
 * them: only the user pool and the tables that are kept by `sub` may know who they are (docs/adr/0045).
 */
const [viewerMail, creatorMail] = ['viewer-who-is-searched-for@example.com', 'creator-who-is-searched-for@example.com'];
let platform: Platform;
let viewer: Watcher;
let creator: Watcher;
let admin: Api;
/** The viewer's id in the API. */
let pseudonym: string;
let assetId: string;
let places: Places;

/** Uploads as the creator, and waits for the end of the processing. */
const upload = (file: string) =>
  omnistream(platform, 'upload', file, '--language', 'en', '--wait', '--user', creatorMail, '--password', password);
const password = 'Correct-horse-creator-who-is-searched-for-9';

beforeAll(async () => {
  platform = await startPlatform();
  admin = await signedIn(platform, 'admin@example.com');
  viewer = await Watcher.invite(platform, viewerMail.replace('@example.com', ''));
  creator = await Watcher.invite(platform, creatorMail.replace('@example.com', ''));
  const { userPoolId: UserPoolId } = await (await fetch(`${platform.web}/config.json`)).json();
  const cognito = new CognitoIdentityProviderClient(platform.owner);
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: creatorMail, GroupName: 'creator' }));
  // With a message, which is in the outbox.
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: `invited-${viewerMail}` }));

  const broken = join(platform.home, 'broken.mp4');
  writeFileSync(broken, 'This is not a film.');
  expect(upload(broken).json).toMatchObject({ status: 'FAILED' });
  const { status, json, stderr } = upload(sample('canary-en.mp4'));
  if (status !== 0) throw new Error(`the upload failed: ${stderr}`);
  assetId = json.id;
  await publishTitles(platform, [{ title: 'Another film', genres: ['Drama'] }]);
});

afterAll(() => platform?.stop());

test('the viewer sees an id that is not the sub, and an administrator finds it by e-mail address', async () => {
  ({ id: pseudonym } = (await viewer.call('GET', '/me')).body);
  expect((await viewer.call('PATCH', '/me', { languages: ['en'] })).body.id).toBe(pseudonym);
  const { status, body } = await admin('POST', '/viewers/find', { username: viewerMail });
  expect([status, body]).toEqual([200, { id: pseudonym, ageLimit: 18, ageCeiling: 18 }]);
  expect((await admin('PATCH', `/viewers/${pseudonym}`, { ageCeiling: 16 })).body.ageCeiling).toBe(16);
  expect((await admin('PATCH', `/viewers/${pseudonym}`, { ageCeiling: 18 })).body.ageCeiling).toBe(18);
  expect((await admin('GET', `/viewers/${pseudonym}`)).body.id).toBe(pseudonym);
  expect((await admin('POST', '/viewers/find', { username: 'nobody@example.com' })).status).toBe(404);
  const { json } = omnistream(platform, 'viewer', viewerMail, '--user', 'admin@example.com');
  expect(json.id).toBe(pseudonym);
});

test('the viewer watches, and is recommended films', async () => {
  const { status, body } = await viewer.call('POST', `/assets/${assetId}/playback`);
  expect(status).toBe(201);
  expect((await fetch(body.signedHls)).status).toBe(200);
  expect((await viewer.call('POST', `/sessions/${body.sessionId}/heartbeat`)).status).toBe(200);
  const reports = [...watched(assetId, 1), search('a film')];
  expect(await viewer.tell(reports)).toBe(reports.length);
  // Rows are empty while the viewer's age limit cannot be read in time, as on a busy machine.
  await eventually('a row', async () => Object.keys(await viewer.rows()).length > 0 || undefined);
  expect((await viewer.call('DELETE', `/sessions/${body.sessionId}`)).status).toBe(204);
  await eventually('the events in the lake', async () => {
    const [[count] = []] = await askLake(
      platform,
      `SELECT count(*) FROM interactions_once WHERE user_id = '${pseudonym}'`,
    );
    return Number(count) === reports.length || undefined;
  });
  await runStateMachine(platform, /popularity/i, { pollSeconds: 1 });
  await runStateMachine(platform, /lifecycle/i, { pollSeconds: 1 });
});

describe('of all that the laptop has written', () => {
  beforeAll(async () => {
    places = await searchHome(platform, [...names(), pseudonym, assetId]);
  });

  test('only the user pool and the tables that are kept by sub have the users', () => {
    expect(strayed(new Map(names().map((name) => [name, at(name)])))).toEqual([]);
  });

  test('the search reads everything: it finds in each store what must be there', () => {
    expect(at(pseudonym)).toContainEqual(expect.stringMatching(/^data\/s3\//));
    expect(at(pseudonym)).toContainEqual(expect.stringMatching(/^data\/personalize\//));
    expect(at(assetId)).toContainEqual(expect.stringMatching(/^data\/logs\//));
    expect(at(assetId)).toContainEqual(expect.stringMatching(/^data\/states\//));
    expect(at(viewer.id)).toContainEqual(expect.stringMatching(/^table:.*viewers/i));
    expect(at(viewerMail)).toContainEqual(expect.stringMatching(/^data\/cognito-idp\//));
    expect(at(`invited-${viewerMail}`)).toContainEqual(expect.stringMatching(/^data\/cognito-idp\/mail\//));
  });
});

const names = () => [viewer.id, creator.id, viewerMail, creatorMail, `invited-${viewerMail}`];
const at = (text: string) => places.get(text) ?? new Set<string>();

function search(query: string) {
  return {
    v: 1,
    type: 'search',
    id: 'search-of-the-viewer',
    at: Date.now(),
    visit: 'visit-of-the-viewer',
    query,
    results: 1,
  };
}
