import { needs } from '@omnistream/local/test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { interaction } from '../../lambda/shared/interactions';
import { openBrowser } from '../support/player';
import { accept, type Batch, Site } from './site';

const { test } = needs('chromium');
let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;

const film = `a${'b'.repeat(21)}`;
const other = `a${'c'.repeat(21)}`;

beforeAll(async () => {
  site = await Site.start();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await site.stop();
});

beforeEach(async () => {
  site.batches.length = 0;
  site.takeEvents = accept;
  site.assets = [];
  site.rows = [
    {
      ...{ id: 'top-picks', title: 'For you', recommendationId: 'r-1' },
      items: [
        { id: film, title: 'First', genres: ['Drama'] },
        { id: other, title: 'Other' },
      ],
    },
  ];
  context = await browser.newContext();
  page = await context.newPage();
  await page.clock.install();
  await page.goto(site.origin);
  await page.getByRole('heading', { name: 'For you' }).waitFor();
});

afterEach(() => context.close());

/** The events without those about quality, which do not follow from an action. */
const done = ({ events }: Batch) => events.filter(({ type }) => type !== 'quality');
const sent = () => site.batches.flatMap(done);

/** Moves the page's clock on until the site has had that many batches. */
async function batches(count: number): Promise<Batch[]> {
  const end = Date.now() + 500_000;
  while (site.batches.length < count) {
    if (Date.now() > end) throw new Error(`${site.batches.length} batches came, not ${count}`);
    await page.clock.runFor(5_000);
    await new Promise((done) => setTimeout(done, 20));
  }
  return site.batches;
}

test('a row that came into sight, and the title that was chosen in it, are told with their origin', async () => {
  await page.getByRole('button', { name: 'First' }).click();
  await batches(1);
  const origin = { rowId: 'top-picks', recommendationId: 'r-1' };
  expect(sent()).toEqual([
    expect.objectContaining({ type: 'impression', assetIds: [film, other], ...origin }),
    expect.objectContaining({ type: 'click', assetId: film, rank: 0, ...origin }),
  ]);
});

test('what the page sends is what the API takes', async () => {
  await page.getByRole('button', { name: 'Other' }).click();
  await page.getByRole('button', { name: 'I like it' }).click();
  await batches(1);
  expect(sent().map(({ type }) => type)).toEqual(['impression', 'click', 'rate']);
  for (const event of site.batches.flatMap(({ events }) => events))
    expect([event.type, interaction.safeParse(event).error]).toEqual([event.type, undefined]);
  expect(site.batches[0]?.device).toBe('desktop');
});

test('a batch whose answer was lost is sent again with the same ids', async () => {
  site.takeEvents = () => undefined;
  await batches(2);
  site.takeEvents = accept;
  const [first, ...later] = await batches(site.batches.length + 1);
  expect(first?.events).toHaveLength(1);
  for (const { events } of later) expect(events).toEqual(first?.events);
  // Settled now: only what is new is sent.
  const before = site.batches.length;
  await page.getByRole('button', { name: 'First' }).click();
  await batches(before + 1);
  expect(done(site.batches[before] as Batch).map(({ type }) => type)).toEqual(['click']);
});

test('of a batch, only those are sent again that could not be kept', async () => {
  await page.getByRole('button', { name: 'First' }).click();
  site.takeEvents = ({ events }) => [
    200,
    { events: events.map(({ id, type }) => ({ id, status: type === 'click' ? 'retry' : 'accepted' })) },
  ];
  await batches(1);
  site.takeEvents = accept;
  const [first, again] = await batches(2);
  // On a busy machine, the player may have reported something new in the meantime.
  const before = new Set(first?.events.map(({ id }) => id));
  expect(again?.events.filter(({ id }) => before.has(id)).map(({ type }) => type)).toEqual(['click']);
});

test('refused events are not sent again', async () => {
  site.takeEvents = ({ events }) => [
    200,
    { events: events.map(({ id }) => ({ id, status: 'refused', reason: { code: 'too-old' } })) },
  ];
  await batches(1);
  await page.clock.runFor(60_000);
  expect(site.batches).toHaveLength(1);
});

test('what is left is sent when the page goes away', async () => {
  await page.getByRole('button', { name: 'First' }).click();
  expect(site.batches).toEqual([]);
  await page.goto('about:blank');
  const end = Date.now() + 500_000;
  while (site.batches.length === 0 && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
  expect(new Set(sent().map(({ type }) => type))).toEqual(new Set(['impression', 'click']));
});
