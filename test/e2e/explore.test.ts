/** The frame of the pages over events in a real browser: the address holds the view, and what narrows it. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ReadRecord } from '../generate/count_distinct';
import { bringAxe, graveFaults } from './axe';
import { bucketObjects, Truth } from './bucket';
import {
  launch,
  logInByForm,
  openFromNavigation,
  openPage,
  panel,
  refreshed,
  settled,
  subject,
  totalOf,
  until,
  type Watched,
} from './browser';

const kibana = inject('kibana');
const SCREENSHOTS = fileURLToPath(new URL('../../build/screenshots/', import.meta.url));

let browser: Browser;
let truth: Truth;
let reader: Watched;
let page: Page;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const estateEnd = new Date(kibana.estateEnd);
  truth = new Truth(bucketObjects(estateEnd), estateEnd);
  browser = await launch(kibana.url);
  reader = await openPage(browser);
  await bringAxe(reader.context);
  page = reader.page;
  await logInByForm(page, kibana.url, kibana.reader);
  await refreshed(page, () => openFromNavigation(page));
  await refreshed(page, () => subject(page, 'cloudtrailShowDataRange').click());
});
afterAll(() => browser?.close());

const accountOf = ({ record }: ReadRecord) =>
  String((record['userIdentity'] as { accountId?: string } | undefined)?.accountId ?? '');

describe('the address', () => {
  test('gives the same view again after a reload, and to whoever opens a copied link', async () => {
    const link = panel(page, 'root_use').locator('[data-test-subj="cloudtrailFilterLink"]').first();
    await refreshed(page, () => link.click());
    await until('the address holds the pill', async () => page.url().includes('event.action'));
    const seen = await totalOf(page, 'events_over_time');
    await refreshed(page, () => page.reload());
    expect(await totalOf(page, 'events_over_time')).toBe(seen);
    const other = await openPage(browser);
    await logInByForm(other.page, kibana.url, kibana.reader);
    await refreshed(other.page, () => other.page.goto(page.url()));
    expect(await totalOf(other.page, 'events_over_time')).toBe(seen);
    expect(await subject(other.page, 'filter-key-event.action').count()).toBe(1);
    await other.context.close();
  });

  test('lets Back undo one step', async () => {
    await refreshed(page, () => page.goBack());
    expect(await subject(page, 'filter-key-event.action').count()).toBe(0);
  });
});

describe('what narrows all panels', () => {
  test('is an account chosen from those that have events', async () => {
    await subject(page, 'cloudtrailPicker-accounts').click();
    const choice = page.locator('[data-test-subj^="cloudtrailChoice-"]').first();
    await choice.waitFor();
    const account = (await choice.getAttribute('data-test-subj'))?.replace('cloudtrailChoice-', '') ?? '';
    const request = await refreshed(page, () => choice.click());
    const ofAccount = truth.count(request, (read) => accountOf(read) === account);
    expect(ofAccount.total).toBeGreaterThan(100);
    expect(await totalOf(page, 'events_over_time')).toBe(ofAccount.total);
    await page.screenshot({ path: `${SCREENSHOTS}scope_picker.png` });
    await refreshed(page, () => choice.click());
    await page.keyboard.press('Escape');
  });

  test('is a switch that leaves read-only calls out', async () => {
    const request = await refreshed(page, () => subject(page, 'cloudtrailLeaveOut-reads').click());
    const others = truth.count(request, ({ record }) => record['readOnly'] !== true);
    expect(others.total).toBeGreaterThan(100);
    expect(await totalOf(page, 'events_over_time')).toBe(others.total);
    await refreshed(page, () => page.reload());
    expect(await totalOf(page, 'events_over_time')).toBe(others.total);
    expect(await subject(page, 'cloudtrailLeaveOut-reads').getAttribute('aria-checked')).toBe('true');
    await refreshed(page, () => subject(page, 'cloudtrailLeaveOut-reads').click());
  });

  test('is a value left out by the button behind it', async () => {
    const link = panel(page, 'root_use').locator('[data-test-subj="cloudtrailFilterLink"]').first();
    const action = (await link.innerText()).trim();
    await link.hover();
    const button = panel(page, 'root_use').locator('[data-test-subj="cloudtrailFilterOut"]').first();
    const request = await refreshed(page, () => button.click());
    const others = truth.count(request, ({ record }) => record['eventName'] !== action);
    expect(await totalOf(page, 'events_over_time')).toBe(others.total);
    await refreshed(page, () => page.goBack());
  });
});

test('the Overview has no fault that keeps somebody out, and says how fresh it is', async () => {
  await settled(page);
  expect(await subject(page, 'cloudtrailFreshness').getAttribute('data-stale')).toBe('true');
  expect(await graveFaults(page)).toEqual([]);
});
