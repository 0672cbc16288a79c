import { type Asset, Client, SignedOut } from './client';
import { Player } from './player';

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found as T;
}

const page = {
  message: element('message'),
  signIn: element<HTMLFormElement>('sign-in'),
  signOut: element('sign-out'),
  player: element('player'),
  playing: element('playing'),
  close: element('close'),
  catalogue: element('catalogue'),
  assets: element('assets'),
  more: element('more'),
};

const words: Readonly<Record<string, string>> = {
  UPLOADING: 'Is being uploaded',
  PROCESSING: 'Is being prepared',
  AWAITING_APPROVAL: 'Waits for approval',
  PLAYABLE: 'Ready to play; more languages follow',
  READY: 'Ready to play',
  FAILED: 'Failed',
};

/** Milliseconds between looks at films that are being prepared. */
const LOOK_AGAIN_MS = 3_000;

const player = new Player(element<HTMLVideoElement>('video'), tell);
let lookAgain: number | undefined;

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
  page.signOut.hidden = page.catalogue.hidden = true;
  page.signIn.querySelector('input')?.focus();
}

function closePlayer(): void {
  player.stop();
  page.player.hidden = true;
}

async function showCatalogue(client: Client): Promise<void> {
  clearTimeout(lookAgain);
  const { assets, cursor } = await client.assets();
  page.signIn.hidden = true;
  page.signOut.hidden = page.catalogue.hidden = false;
  list(client, assets);
  showMore(client, cursor);
  const waiting = assets.some(({ status }) => status === 'UPLOADING' || status === 'PROCESSING');
  if (waiting) lookAgain = setTimeout(() => void quietly(() => showCatalogue(client)), LOOK_AGAIN_MS);
}

/** Drawn anew only when something changed, and then with the focus where it was. */
function list(client: Client, assets: readonly Asset[]): void {
  const now = JSON.stringify(assets);
  if (page.assets.dataset.shown === now) return;
  page.assets.dataset.shown = now;
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.asset : undefined;
  page.assets.replaceChildren(...(assets.length > 0 ? assets.map((asset) => entry(client, asset)) : [nothing()]));
  if (focused) page.assets.querySelector<HTMLElement>(`[data-asset="${focused}"]`)?.focus();
}

function showMore(client: Client, cursor: string | undefined): void {
  page.more.hidden = cursor === undefined;
  page.more.onclick = () =>
    attempt(async () => {
      // Looking again would fold the list back to its first page.
      clearTimeout(lookAgain);
      const next = await client.assets(cursor);
      page.assets.append(...next.assets.map((asset) => entry(client, asset)));
      showMore(client, next.cursor);
    });
}

function entry(client: Client, asset: Asset): HTMLLIElement {
  const playable = asset.status === 'PLAYABLE' || asset.status === 'READY';
  const box = document.createElement(playable ? 'button' : 'div');
  box.className = playable ? 'playable' : `pending ${asset.status.toLowerCase()}`;
  box.dataset.asset = asset.id;
  box.append(text('title', asset.title), text('status', describe(asset)));
  if (playable) box.onclick = () => attempt(() => play(client, asset));
  const item = document.createElement('li');
  item.append(box);
  return item;
}

function describe({ status, reason, progress, durationSeconds }: Asset): string {
  const word = words[status] ?? status;
  if (status === 'FAILED' && reason) return `${word}: ${reason.message}`;
  if (status === 'PROCESSING' && progress !== undefined) return `${word}, ${progress} %`;
  return durationSeconds === undefined ? word : `${word} · ${clock(durationSeconds)}`;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function text(className: string, words: string): HTMLSpanElement {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = words;
  return span;
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
  page.signIn.onsubmit = (event) => {
    event.preventDefault();
    const form = new FormData(page.signIn);
    void attempt(async () => {
      await client.signIn(String(form.get('user')), String(form.get('password')));
      page.signIn.reset();
      await showCatalogue(client);
    });
  };
  page.signOut.onclick = () => {
    client.signOut();
    showSignIn();
  };
  page.close.onclick = closePlayer;
  if (client.isSignedIn) await showCatalogue(client);
  else showSignIn();
});
