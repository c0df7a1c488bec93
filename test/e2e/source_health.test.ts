/** How a source is doing, in a real browser: the lag in two halves, gaps, and diagnostics to copy. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import type {
  AccountRegionsResponse,
  FreshnessResponse,
  GapResponse,
  SourceStatusResponse,
} from '../../common/sources';
import { bringAxe, graveFaults } from './axe';
import {
  closeNavigation,
  DESKTOP,
  IS_DARK,
  launch,
  logIn,
  openPage,
  PHONE,
  setDarkMode,
  shoot,
  sticksOutOnPhone,
  subject,
} from './browser';

const kibana = inject('kibana');
const MINUTE = 60_000;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch(kibana.url);
  const watched = await openPage(browser);
  page = watched.page;
  await bringAxe(watched.context);
  await logIn(page, kibana.url, kibana.sourcesViewer);
  if (IS_DARK) await setDarkMode(page, kibana.url, true);
});
afterAll(async () => {
  await browser?.close();
});

const isoAgo = (ms: number) => new Date(Date.now() - ms).toISOString();
/** As a busy trail has it: files of the test's bucket were all delivered before its source was made. */
const BUSY: FreshnessResponse = {
  newest_event_at: isoAgo(4 * MINUTE),
  newest_object_at: isoAgo(MINUTE),
  lag: { events: 48_211, delivery: { p50: 214, p95: 688 }, fetching: { p50: 38, p95: 96 } },
  last_hour: { objects: 41, events: 2_130 },
  last_day: { objects: 962, events: 48_211 },
  objects_waiting: 3,
};
const GAP: GapResponse = {
  account_id: '111122223333',
  region: 'eu-west-1',
  kind: 'CloudTrail',
  since: isoAgo(5 * 60 * MINUTE),
  reason: 'silent',
  usual_seconds: 3600,
  message: null,
};

/** The server's own answers, with what a busy trail that has lost two regions would have in them. */
async function makeBusy(): Promise<void> {
  await page.route(`**${SOURCES_API}/*/status`, async (route) => {
    const answer = await route.fetch();
    const status = (await answer.json()) as SourceStatusResponse;
    const gaps = [GAP, { ...GAP, region: 'ap-southeast-2', usual_seconds: null }];
    const json = { ...status, ...BUSY, state: 'silent', gaps, gap_count: 2 };
    await route.fulfill({ response: answer, json });
  });
  await page.route(`**${SOURCES_API}/*/account_regions`, async (route) => {
    const answer = await route.fetch();
    const { account_regions: all } = (await answer.json()) as AccountRegionsResponse;
    const busy = all.map((each, i) =>
      i % 3 === 2 ? { ...each, gap: GAP } : { ...each, ...BUSY, newest_event_at: isoAgo(i * MINUTE) },
    );
    await route.fulfill({ response: answer, json: { account_regions: busy } });
  });
}

test('a source’s card says of itself what the server says, before anything new has come', async () => {
  await page.goto(`${kibana.url}/app/cloudtrail/sources`);
  const card = subject(page, 'cloudtrailSourceCard').first();
  await card.waitFor();
  const id = await card.getAttribute('data-source');
  const answer = await page.request.get(`${kibana.url}${SOURCES_API}/${id}/status`);
  const status = (await answer.json()) as SourceStatusResponse;
  const newest = subject(page, 'cloudtrailNewestEvent').first();
  expect(await newest.locator('time').getAttribute('datetime')).toBe(status.newest_event_at);
  expect(status.newest_event_at).not.toBeNull();
  // all of the bucket is history: it says nothing of how late events are
  expect(status.lag).toBeNull();
  expect(await subject(page, 'cloudtrailDeliveryLag').first().innerText()).toBe('–');
  expect(await subject(page, 'cloudtrailGaps').count()).toBe(0);
});

test('a silent source names from where events stay away, and since when', async () => {
  await makeBusy();
  await page.goto(`${kibana.url}/app/cloudtrail/sources`);
  await subject(page, 'cloudtrailGaps').first().waitFor();
  expect(await subject(page, 'cloudtrailHealth').first().innerText()).toContain('Silent');
  const gaps = await subject(page, 'cloudtrailGaps').first().innerText();
  expect(gaps).toMatch(/No events from account 111122223333 in eu-west-1: the last one happened 5 hours ago/);
  expect(gaps).toMatch(/Usually a pause is 1 hr long at most/);
  expect(gaps).toContain('ap-southeast-2');
  expect(await graveFaults(page, IS_DARK)).toEqual([]);
  await shoot(page, 'source_silent_card');
  expect(await sticksOutOnPhone(page)).toEqual([]);
});

test('the lag is shown in two halves for the source, and for each account and region (pain 26)', async () => {
  await subject(page, 'cloudtrailSourceLink').first().click();
  await subject(page, 'cloudtrailSourceDetails').waitFor();
  const fact = async (name: string) => (await subject(page, name).first().innerText()).replace(/\s+/g, ' ');
  expect(await fact('cloudtrailDeliveryLag')).toBe('3.6 min 95 of 100 within 11 min');
  expect(await fact('cloudtrailFetchingLag')).toBe('38 sec 95 of 100 within 1.6 min');
  expect(await fact('cloudtrailLastHour')).toBe('2,130 events in 41 files');
  expect(await fact('cloudtrailFilesWaiting')).toBe('3');
  const rows = subject(page, 'cloudtrailAccountRegion');
  expect(await rows.count()).toBeGreaterThan(2);
  expect(await rows.first().innerText()).toMatch(/3\.6 min\s+95 of 100 within 11 min/);
  // no longer the newest first, as the address then says: silent places are on the first page
  const newestFirst = page.url();
  await page.getByRole('columnheader', { name: 'Newest event' }).getByRole('button').click();
  await subject(page, 'cloudtrailSilent').first().waitFor();
  expect(await subject(page, 'cloudtrailSourceSettings').innerText()).toMatch(/Events are kept\s+for ever/);
  expect(await graveFaults(page, IS_DARK)).toEqual([]);
  await shoot(page, 'source_silent_details');
  await page.goto(newestFirst);
  await rows.first().getByText('95 of 100 within').first().waitFor();
});

test('all of it can be read on a phone', async () => {
  await page.setViewportSize(PHONE);
  await closeNavigation(page);
  await subject(page, 'cloudtrailAccountRegion').first().waitFor();
  expect(await sticksOutOnPhone(page)).toEqual([]);
  const lag = subject(page, 'cloudtrailAccountRegion').first().getByText('95 of 100 within').first();
  await lag.scrollIntoViewIfNeeded();
  const box = await lag.boundingBox();
  expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= PHONE.width).toBe(true);
  await shoot(page, 'source_silent_details_phone');
});

test('what is new is shown without a reload', async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  // the server itself says that all is well: the next answer does
  await subject(page, 'cloudtrailGaps').waitFor({ state: 'detached' });
  expect(await subject(page, 'cloudtrailHealth').innerText()).toContain('Healthy');
});

test('diagnostics are copied whole, as somebody who may only see the source', async () => {
  await page.setViewportSize(DESKTOP);
  const asked = page.waitForResponse((response) => response.url().endsWith('/diagnostics'));
  await subject(page, 'cloudtrailSourceActions').click();
  await subject(page, 'cloudtrailCopyDiagnostics').click();
  const answer = await asked;
  expect(answer.status()).toBe(200);
  const diagnostics = (await answer.json()) as { readonly status: { readonly state: string } };
  expect(diagnostics.status.state).toBe('idle');
  await page.getByText('Diagnostics are in the clipboard').first().waitFor();
  // what is in the clipboard is what a paste gives
  await page.evaluate(() => {
    const area = document.createElement('textarea');
    area.id = 'pasted';
    document.body.append(area);
    area.focus();
  });
  await page.keyboard.press('Control+V');
  const pasted = await page.locator('#pasted').inputValue();
  expect(JSON.parse(pasted)).toEqual(diagnostics);
});
