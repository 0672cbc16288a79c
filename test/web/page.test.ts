import { needs } from '@omnistream/local/test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/player';
import { Site } from './site';

const { test, describe } = needs('chromium');
let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  site = await Site.start();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await site.stop();
});

beforeEach(async () => {
  context = await browser.newContext();
  faults = [];
  site.playlists.length = 0;
  site.multivariant = film(['en', 'es'], ['en', 'pt-BR']);
  site.assets = [asset()];
});

afterEach(async () => {
  await context.close();
  // Violations of the page's policy, and uncaught errors.
  expect(faults).toEqual([]);
});

function film(audio: string[], captions: string[]): string {
  const media = (type: string, group: string, tags: string[]) =>
    tags.map((tag, index) => {
      const isDefault = type === 'AUDIO' && index === 0 ? 'YES' : 'NO';
      const attributes = `TYPE=${type},GROUP-ID="${group}",NAME="${tag}",LANGUAGE="${tag}",DEFAULT=${isDefault}`;
      return `#EXT-X-MEDIA:${attributes},AUTOSELECT=YES,URI="${group}-${tag}.m3u8"`;
    });
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    ...media('AUDIO', 'audio', audio),
    ...media('SUBTITLES', 'captions', captions),
    `#EXT-X-STREAM-INF:BANDWIDTH=1000000,CODECS="avc1.64001f,mp4a.40.2",AUDIO="audio"${captions.length > 0 ? ',SUBTITLES="captions"' : ''}`,
    'video.m3u8',
    '',
  ].join('\n');
}

function asset(members: object = {}) {
  return {
    ...{ id: 'a1', title: 'The film', status: 'READY', durationSeconds: 65, own: true },
    tracks: { video: [], audio: [{ language: 'en' }, { language: 'es' }], captions: [{ language: 'en' }] },
    ...{ speech: { status: 'found' }, pending: [], missing: [], ...members },
  };
}

async function open(): Promise<void> {
  page = await context.newPage();
  page.on('console', (message) => {
    if (/Content Security Policy|Permissions[- ]Policy|Cross-Origin/.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(site.origin);
}

async function play(): Promise<void> {
  await open();
  await page.getByRole('button', { name: 'The film' }).first().click();
  await page.locator('#player').waitFor();
}

const options = (label: string) => page.getByLabel(label).locator('option').allTextContents();
const chosen = (label: string) => page.getByLabel(label).locator('option:checked').textContent();

/** Until the player has asked for all of them. */
async function asked(...playlists: string[]): Promise<void> {
  const end = Date.now() + 500_000;
  while (!playlists.every((name) => site.playlists.includes(name))) {
    if (Date.now() > end) throw new Error(`asked for ${site.playlists}, not ${playlists}`);
    await page.waitForTimeout(20);
  }
}

test('the page may play and nothing more: no camera, no place, no window of another site', async () => {
  await open();
  await page.getByText('stand-ins for AWS').waitFor();
  const allowed = await page.evaluate(() => {
    const { featurePolicy } = document as Document & { featurePolicy: { allowedFeatures(): string[] } };
    return featurePolicy.allowedFeatures();
  });
  expect(allowed).toEqual(expect.arrayContaining(['autoplay', 'encrypted-media', 'fullscreen', 'picture-in-picture']));
  const asking = ['camera', 'geolocation', 'microphone', 'midi', 'payment', 'usb', 'display-capture'];
  expect(allowed.filter((feature) => asking.includes(feature))).toEqual([]);
  const [other] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate(
      (address) => {
        Object.assign(window, { other: window.open(address) });
      },
      site.origin.replace('127.0.0.1', 'localhost'),
    ),
  ]);
  await other.locator('h1').waitFor();
  // A window of another origin looks closed to the one that opened it, and has no opener.
  expect(await page.evaluate(() => (window as never as { other: Window }).other.closed)).toBe(true);
});

test('a title in a script from right to left leaves the text beside it as it is', async () => {
  site.assets = [asset({ title: '\u202eשלום' })];
  await open();
  const title = page.locator('#assets .title').first();
  await title.waitFor();
  expect(
    await title.evaluate((element) => [element.getAttribute('dir'), getComputedStyle(element).unicodeBidi]),
  ).toEqual(['auto', 'isolate']);
});

test('on a laptop the page states that stand-ins produced its content', async () => {
  await open();
  await page.getByText('stand-ins for AWS').waitFor();
});

describe('while a film is played', () => {
  test('its languages are named in themselves, and begin with the original and no captions', async () => {
    await play();
    await page.getByLabel('Captions').waitFor();
    expect([await options('Audio'), await chosen('Audio')]).toEqual([['English', 'español'], 'English']);
    expect([await options('Captions'), await chosen('Captions')]).toEqual([
      ['Off', 'English', 'português (Brasil)'],
      'Off',
    ]);
    await asked('audio-en.m3u8');
    expect(site.playlists.filter((name) => name.startsWith('captions'))).toEqual([]);
  });

  test('the languages that are chosen are what the player loads', async () => {
    await play();
    await page.getByLabel('Audio').selectOption({ label: 'español' });
    await page.getByLabel('Captions').selectOption({ label: 'português (Brasil)' });
    await asked('audio-es.m3u8', 'captions-pt-BR.m3u8');
    expect([await chosen('Audio'), await chosen('Captions')]).toEqual(['español', 'português (Brasil)']);
  });

  test('they are the languages of the next film too, in whichever variety it has them', async () => {
    await play();
    await page.getByLabel('Audio').selectOption({ label: 'español' });
    await page.getByLabel('Captions').selectOption({ label: 'português (Brasil)' });
    await page.close();
    site.playlists.length = 0;
    site.multivariant = film(['en', 'fr', 'es-MX'], ['en', 'pt']);
    await play();
    await asked('audio-es-MX.m3u8', 'captions-pt.m3u8');
    expect([await chosen('Audio'), await chosen('Captions')]).toEqual(['español de México', 'português']);
    // No other language is loaded first. The last requests of the closed page may arrive late.
    const late = ['audio-es.m3u8', 'captions-pt-BR.m3u8', 'video.m3u8'];
    expect([...new Set(site.playlists)].filter((name) => !late.includes(name)).sort()).toEqual([
      'audio-es-MX.m3u8',
      'captions-pt.m3u8',
    ]);
  });

  test('captions that were turned off stay off', async () => {
    await play();
    await page.getByLabel('Captions').selectOption({ label: 'English' });
    await page.getByLabel('Captions').selectOption({ label: 'Off' });
    await page.close();
    await play();
    await page.getByLabel('Captions').waitFor();
    expect(await chosen('Captions')).toBe('Off');
  });

  test('there is no menu where there is nothing to choose', async () => {
    site.multivariant = film(['en'], []);
    await play();
    await asked('audio-en.m3u8');
    expect([await page.getByLabel('Audio').isVisible(), await page.getByLabel('Captions').isVisible()]).toEqual([
      false,
      false,
    ]);
  });
});

describe('the list of films', () => {
  const missing = [{ language: 'fr', media: ['audio'], code: 'NoVoice', message: 'Nobody speaks it.' }];

  test('says which languages are there, under way and missing, and to its creator why', async () => {
    site.assets = [asset({ status: 'PLAYABLE', pending: ['it'], missing })];
    await open();
    const film = page.getByRole('listitem');
    await film.waitFor();
    expect(await film.locator('p').allTextContents()).toEqual([
      'Audio: English, español',
      'Captions: English',
      'In progress: italiano',
      'Missing: français (audio)',
    ]);
    expect(await film.getByTitle('Nobody speaks it.').getAttribute('tabindex')).toBe('0');
  });

  test('shows its creator what is to be known of the encoding', async () => {
    site.assets = [
      asset({ status: 'READY', notes: [{ code: 'LengthDiffers', message: 'The picture is 58.0 s long.' }] }),
    ];
    await open();
    await page.getByText('The picture is 58.0 s long.').waitFor();
  });

  test('keeps from others what is missing, and the way to more', async () => {
    site.assets = [asset({ own: false, missing })];
    await open();
    await page.getByText('Captions: English').waitFor();
    expect([await page.getByText('Missing').count(), await page.getByText('Add languages').count()]).toEqual([0, 1]);
    expect(await page.getByRole('button', { name: 'Add languages' }).count()).toBe(0);
  });

  test('takes more languages from the creator, and shows them arrive', async () => {
    const asked: string[][] = [];
    site.add = (languages) => {
      asked.push(languages);
      site.assets = [asset({ pending: languages })];
      return [202, {}];
    };
    await open();
    await page.getByRole('button', { name: 'Add languages to The film' }).press('Enter');
    await page.getByLabel('Languages', { exact: true }).fill('it,  pt-BR');
    await page.getByLabel('Languages', { exact: true }).press('Enter');
    await page.getByText('In progress: italiano, português (Brasil)').waitFor();
    expect(asked).toEqual([['it', 'pt-BR']]);
    expect(await page.getByRole('dialog').count()).toBe(0);
    const tracks = { video: [], audio: [{ language: 'en' }, { language: 'it' }], captions: [] };
    site.assets = [asset({ tracks })];
    await page.getByText('Audio: English, italiano').waitFor();
    expect(await page.getByText('In progress').count()).toBe(0);
  });

  test('offers what is missing to be tried again, and says in the form what the API says no to', async () => {
    site.assets = [asset({ missing })];
    site.add = () => [409, { type: 'urn:omnistream:problem:not-ready', title: 't', detail: 'It is not ready.' }];
    await open();
    await page.getByRole('button', { name: 'Add languages to The film' }).click();
    expect(await page.getByLabel('Languages', { exact: true }).inputValue()).toBe('fr');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    expect(await page.getByRole('dialog').getByRole('alert').textContent()).toBe('It is not ready.');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});
