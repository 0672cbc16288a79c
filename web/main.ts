import { addLanguagesForm } from './add-languages';
import { Catalogue } from './catalogue';
import { type Asset, Client, SignedOut } from './client';
import { Events } from './events';
import { Insights } from './insights';
import { Meter } from './meter';
import { Player } from './player';
import { Preferences } from './preferences';
import { type Origin, Rows, type Title } from './rows';
import { SecondFactor } from './second-factor';
import { trackMenus } from './track-menus';

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found as T;
}

const page = {
  message: element('message'),
  signIn: element('sign-in'),
  signOut: element('sign-out'),
  account: element('account'),
  player: element('player'),
  playing: element('playing'),
  close: element('close'),
  catalogue: element('catalogue'),
  assets: element('assets'),
  more: element('more'),
  rows: element('rows'),
  beside: element('beside'),
  rating: element('rating'),
  insights: element('insights'),
  preferences: element('preferences-open'),
};

/** Elements that are visible when a user is signed in. */
const members = [page.signOut, page.account, page.preferences, page.catalogue, page.rows];

const video = element<HTMLVideoElement>('video');
const player = new Player(video, {
  failed: showMessage,
  tracks: trackMenus({
    audio: { field: element('audio-field'), select: element<HTMLSelectElement>('audio') },
    captions: { field: element('captions-field'), select: element<HTMLSelectElement>('captions') },
  }),
});
let catalogue: Catalogue | undefined;
let events: Events;
let home: Rows;
let beside: Rows;

function showMessage(message: string): void {
  page.message.textContent = message;
  page.message.hidden = message === '';
}

/** Runs the work of a click. Clears the message on the page first, and shows the message of an error. */
async function attempt(work: () => Promise<void>): Promise<void> {
  showMessage('');
  await quietly(work);
}

/** Runs work in the background. Keeps the message on the page unless there is an error. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof SignedOut) showSignIn();
    else showMessage(error instanceof Error ? error.message : String(error));
  }
}

function showSignIn(): void {
  catalogue?.stop();
  closePlayer();
  page.signIn.hidden = false;
  for (const part of members) part.hidden = true;
  page.insights.hidden = true;
  page.signIn.focus();
}

function closePlayer(): void {
  player.stop();
  page.player.hidden = true;
}

/** Shows the content for a signed-in user. */
async function showAll(client: Client): Promise<void> {
  await catalogue?.show();
  page.signIn.hidden = true;
  for (const part of members) part.hidden = false;
  page.insights.hidden = !client.signIn.isAdmin;
  await recommend(client, home);
}

/** Shows recommendations. They are optional: without them, the page still lists all films. */
async function recommend(client: Client, rows: Rows, assetId?: string): Promise<void> {
  const answer = await client.recommendations(assetId).catch(() => []);
  rows.show(answer);
}

async function play(client: Client, { id: assetId, title }: Title, origin: Partial<Origin>): Promise<void> {
  const session = await client.play(assetId);
  const { sessionId } = session;
  page.player.hidden = false;
  page.playing.textContent = title;
  offerRating(assetId);
  player.start(session.hls, {
    everySeconds: session.heartbeatSeconds,
    heartbeat: () => client.heartbeat(sessionId),
    end: () => void client.endSession(sessionId).catch(() => {}),
    meter: (stream) => new Meter(video, { assetId, sessionId, ...origin }, stream, (event) => events.add(event)),
  });
  page.player.scrollIntoView({ behavior: 'smooth' });
  await recommend(client, beside, assetId);
}

function offerRating(assetId: string): void {
  const buttons = [...page.rating.querySelectorAll('button')];
  for (const button of buttons) {
    button.ariaPressed = 'false';
    button.onclick = () => {
      for (const other of buttons) other.ariaPressed = String(other === button);
      events.add({ type: 'rate', assetId, rating: Number(button.dataset.rating) });
    };
  }
}

// The address is the only difference: the laptop runs the same page as a deployment.
element('stand-ins').hidden = location.hostname !== '127.0.0.1';

await attempt(async () => {
  const client = await Client.load();
  events = new Events((batch, leaving) => client.sendEvents(batch, leaving));
  const choose = (title: Title, origin: Origin) => void attempt(() => play(client, title, origin));
  home = new Rows(page.rows, (event) => events.add(event), choose);
  beside = new Rows(page.beside, (event) => events.add(event), choose);
  const openAdder = addLanguagesForm(element<HTMLDialogElement>('add-languages'), {
    added: () => void attempt(async () => catalogue?.show()),
    signedOut: showSignIn,
  });
  const chosen = {
    play: (asset: Asset) => {
      events.add({ type: 'click', assetId: asset.id, rowId: 'catalogue' });
      void attempt(() => play(client, asset, { rowId: 'catalogue' }));
    },
    addLanguages: (asset: Asset) => openAdder(client, asset),
  };
  catalogue = new Catalogue(client, { list: page.assets, more: page.more }, chosen, { attempt, quietly });
  const { signIn } = client;
  page.signIn.onclick = () => attempt(() => signIn.begin());
  const secondFactor = new SecondFactor(client.config, signIn, {
    dialog: element('second-factor'),
    form: element('second-factor-form'),
    key: element('second-factor-key'),
    code: element('second-factor-code'),
    problem: element('second-factor-problem'),
    on: element('second-factor-on'),
    off: element('second-factor-off'),
  });
  page.account.onclick = () => attempt(() => secondFactor.open());
  const preferences = new Preferences(
    client,
    {
      dialog: element('preferences'),
      form: element('preferences-form'),
      personalised: element('preferences-personalised'),
      languages: element('preferences-languages'),
      ageLimit: element('preferences-age'),
      problem: element('preferences-problem'),
    },
    () => void recommend(client, home),
  );
  page.preferences.onclick = () => attempt(() => preferences.open());
  new Insights(
    client,
    {
      form: element('insights-form'),
      report: element('insights-report'),
      from: element('insights-from'),
      to: element('insights-to'),
      result: element('insights-result'),
    },
    attempt,
  );
  page.signOut.onclick = () =>
    attempt(async () => {
      await events.flush();
      await signIn.end();
    });
  page.close.onclick = () => {
    closePlayer();
    // The last events are sent first, so that the recommendations include them.
    void events.flush().then(() => recommend(client, home));
  };
  // The sign-in button is visible until the content is loaded, and after a failed sign-in.
  showSignIn();
  if ((await signIn.finish()) || signIn.isSignedIn) {
    await showAll(client);
  } else await signIn.begin();
});
