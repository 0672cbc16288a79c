import { addLanguagesForm } from './add-languages';
import { type Asset, Client, SignedOut } from './client';
import { entry } from './entry';
import { Player } from './player';
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
};

/** Milliseconds between looks at films that are being prepared, or brought into other languages. */
const LOOK_AGAIN_MS = 3_000;
const unfinished = new Set(['UPLOADING', 'PROCESSING', 'PLAYABLE']);

const player = new Player(element<HTMLVideoElement>('video'), {
  failed: tell,
  tracks: trackMenus({
    audio: { field: element('audio-field'), select: element<HTMLSelectElement>('audio') },
    captions: { field: element('captions-field'), select: element<HTMLSelectElement>('captions') },
  }),
});
let lookAgain: number | undefined;
let openAdder: ReturnType<typeof addLanguagesForm>;

function tell(message: string): void {
  page.message.textContent = message;
  page.message.hidden = message === '';
}

/** Runs what a click asked for; whatever goes wrong is said on the page. */
async function attempt(work: () => Promise<void>): Promise<void> {
  tell('');
  await quietly(work);
}

/** The same for what nobody asked for: what the page says already stays. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof SignedOut) showSignIn();
    else tell(error instanceof Error ? error.message : String(error));
  }
}

function showSignIn(): void {
  clearTimeout(lookAgain);
  closePlayer();
  page.signIn.hidden = false;
  page.signOut.hidden = page.account.hidden = page.catalogue.hidden = true;
  page.signIn.focus();
}

function closePlayer(): void {
  player.stop();
  page.player.hidden = true;
}

async function showCatalogue(client: Client): Promise<void> {
  clearTimeout(lookAgain);
  const { assets, cursor } = await client.assets();
  page.signIn.hidden = true;
  page.signOut.hidden = page.account.hidden = page.catalogue.hidden = false;
  list(client, assets);
  showMore(client, cursor);
  const waiting = assets.some(({ status, pending }) => unfinished.has(status) || pending.length > 0);
  if (waiting) lookAgain = setTimeout(() => void quietly(() => showCatalogue(client)), LOOK_AGAIN_MS);
}

/** Drawn anew only when something changed, and then with the focus where it was. */
function list(client: Client, assets: readonly Asset[]): void {
  const now = JSON.stringify(assets);
  if (page.assets.dataset.shown === now) return;
  page.assets.dataset.shown = now;
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
  page.assets.replaceChildren(...(assets.length > 0 ? entries(client, assets) : [nothing()]));
  if (focused) page.assets.querySelector<HTMLElement>(`[data-focus="${focused}"]`)?.focus();
}

function showMore(client: Client, cursor: string | undefined): void {
  page.more.hidden = cursor === undefined;
  page.more.onclick = () =>
    attempt(async () => {
      // Looking again would fold the list back to its first page.
      clearTimeout(lookAgain);
      const next = await client.assets(cursor);
      page.assets.append(...entries(client, next.assets));
      showMore(client, next.cursor);
    });
}

function entries(client: Client, assets: readonly Asset[]): HTMLLIElement[] {
  const events = {
    play: (asset: Asset) => void attempt(() => play(client, asset)),
    addLanguages: (asset: Asset) => openAdder(client, asset),
  };
  return assets.map((asset) => entry(asset, events));
}

function nothing(): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = 'There are no films yet.';
  return item;
}

async function play(client: Client, asset: Asset): Promise<void> {
  const session = await client.play(asset.id);
  page.player.hidden = false;
  page.playing.textContent = asset.title;
  player.start(session.hls, {
    everySeconds: session.heartbeatSeconds,
    heartbeat: () => client.heartbeat(session.sessionId),
    end: () => void client.endSession(session.sessionId).catch(() => {}),
  });
  page.player.scrollIntoView({ behavior: 'smooth' });
}

await attempt(async () => {
  const client = await Client.load();
  openAdder = addLanguagesForm(element<HTMLDialogElement>('add-languages'), {
    added: () => void attempt(() => showCatalogue(client)),
    signedOut: showSignIn,
  });
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
  page.signOut.onclick = () => attempt(() => signIn.end());
  page.close.onclick = closePlayer;
  // Shown while there is nothing else, and where signing in did not work.
  showSignIn();
  if ((await signIn.finish()) || signIn.isSignedIn) await showCatalogue(client);
  else await signIn.begin();
});
