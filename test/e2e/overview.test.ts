/** The Overview in a real browser: every number against counts made from the records, and every state of the page. */
import { isDeepStrictEqual } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { PANELS_API } from '../../common/ids';
import type { PanelId, PanelRequest } from '../../common/panels';
import type { ReadRecord } from '../generate/count_distinct';
import type { Counted } from '../integration/panels_counted';
import type { Truth } from './bucket';
import {
  closeNavigation,
  countIn,
  DESKTOP,
  logIn,
  logInByForm,
  openFromNavigation,
  openPage,
  panel,
  panelStates,
  PHONE,
  refreshed,
  setDarkMode,
  settled,
  shareOfFailures,
  shoot,
  sticksOutOnPhone,
  subject,
  totalOf,
  until,
  type Watched,
} from './browser';
import { openReaderPage } from './reader_page';

const kibana = inject('kibana');
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MOST_TABS = 150;
const EACH_PANEL = `**${PANELS_API}/*`;
/** What a real Kibana asks of Elastic by itself; this app never does. */
const KIBANA_ITSELF = /^https:\/\/(feeds|telemetry(-staging)?)\.elastic\.co\//;

let browser: Browser;
let truth: Truth;
/** The reader's own page; most tests go on where the one before left it. */
let reader: Watched;
let page: Page;

beforeAll(async () => {
  ({ browser, truth, reader } = await openReaderPage(kibana));
  page = reader.page;
});
afterAll(() => browser?.close());

describe('the Overview of somebody who may read events', () => {
  let sevenDays: PanelRequest;
  let expected: Counted;

  test('opens from the side navigation, and says where there are events when the range holds none', async () => {
    await logInByForm(page, kibana.url, kibana.reader);
    await refreshed(page, () => openFromNavigation(page));
    expect(new URL(page.url()).pathname).toMatch(/\/app\/cloudtrail\/?$/);
    await subject(page, 'cloudtrailEmptyRange').waitFor();
    expect(new Set(await panelStates(page))).toEqual(new Set(['empty_range']));
    const everything = truth.count({ from: '2013-11-01T00:00:00Z', to: kibana.estateEnd });
    expect(await subject(page, 'cloudtrailEmptyRange').innerText()).toContain(
      `${everything.total.toLocaleString('en-US')} events`,
    );
  });

  test('shows the newest seven days that have events when asked to', async () => {
    sevenDays = await refreshed(page, () => subject(page, 'cloudtrailShowDataRange').click());
    expect(Date.parse(sevenDays.to) - Date.parse(sevenDays.from)).toBeCloseTo(7 * DAY_MS, -5);
    expect(Math.abs(Date.parse(sevenDays.to) - Date.now())).toBeLessThan(5 * MINUTE_MS);
    expected = truth.count(sevenDays);
    expect(expected.total).toBeGreaterThan(3_000);
    expect(await subject(page, 'cloudtrailEmptyRange').count()).toBe(0);
  });

  test('counts every event by its outcome', async () => {
    expect(await totalOf(page, 'events_over_time')).toBe(expected.total);
    await subject(page, 'cloudtrailViewTable-events_over_time').click();
    const rows = await subject(page, 'cloudtrailEventsOverTimeRow').evaluateAll((found) =>
      found.map((row) =>
        [...row.querySelectorAll('.euiTableCellContent')].map((cell) => cell.textContent ?? ''),
      ),
    );
    const sum = (column: number) =>
      rows.reduce((total, row) => total + Number((row[column] ?? '').replaceAll(',', '')), 0);
    const outcomes = Object.values(expected.byTime(() => 'all'))[0];
    expect({ success: sum(1), failure: sum(2) }).toEqual(outcomes);
    await subject(page, 'cloudtrailViewDrawn-events_over_time').click();
  });

  test('sets the time range to a bar’s by the keyboard, in the table', async () => {
    await subject(page, 'cloudtrailViewTable-events_over_time').click();
    const failures = subject(page, 'cloudtrailEventsOverTimeRow')
      .filter({ has: subject(page, 'cloudtrailEventsOverTimeShowOutcome').nth(1) })
      .first()
      .locator('[data-test-subj="cloudtrailEventsOverTimeShowOutcome"]')
      .nth(1);
    const count = Number((await failures.innerText()).replaceAll(',', ''));
    const before = page.url();
    const request = await refreshed(page, () => failures.press('Enter'));
    expect(Date.parse(request.to) - Date.parse(request.from)).toBeLessThan(7 * DAY_MS);
    expect(await totalOf(page, 'events_over_time')).toBe(count);
    await refreshed(page, () => page.goto(before));
    expect(await totalOf(page, 'events_over_time')).toBe(expected.total);
    await subject(page, 'cloudtrailViewDrawn-events_over_time').click();
  });

  test('draws each country’s events on the map, and counts AWS services and unknown places beside it', async () => {
    expect(await totalOf(page, 'geo_access')).toBe(expected.total);
    expect(await eventsByCountry(page)).toEqual(eventsOf(expected));
    expect(expected.places().length).toBeGreaterThan(5);
    const services = expected.awsServices().reduce((total, [, events]) => total + events, 0);
    expect(await countIn(page, 'cloudtrailGeoAwsServices')).toBe(services);
    expect(await countIn(page, 'cloudtrailGeoWithoutPlace')).toBe(expected.withoutPlace());
    // the outlines of the countries are there, too, and not only the dots
    expect(await subject(page, 'cloudtrailGeoOutlines').locator('path').count()).toBeGreaterThan(200);
    expect(await subject(page, 'cloudtrailGeoOutlines').locator('[data-country]').count()).toBe(
      expected.countries().length,
    );
  });

  test('zooms the map by its buttons and by the wheel, and then asks for finer places', async () => {
    const map = subject(page, 'cloudtrailGeoMap');
    const asked = page.waitForRequest(
      (request) =>
        request.url().endsWith(`${PANELS_API}/geo_clusters`) &&
        (request.postDataJSON() as PanelRequest).map?.bounds !== undefined,
    );
    await map.getByRole('button', { name: 'Zoom in' }).click();
    await map.getByRole('button', { name: 'Zoom in' }).click();
    expect(await map.getAttribute('data-scale')).toBe('4');
    await map.hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    expect(Number(await map.getAttribute('data-scale'))).toBeGreaterThan(4);
    const { map: seen } = (await asked).postDataJSON() as PanelRequest;
    expect(seen?.precision).toBeGreaterThan(6);
    await until('the address says it', () => Promise.resolve(page.url().includes('geo_access_map')));
    const copy = await reader.context.newPage();
    await copy.goto(page.url());
    const copied = subject(copy, 'cloudtrailGeoMap');
    expect(await copied.getAttribute('data-scale')).toBe(await map.getAttribute('data-scale'));
    await copy.close();
    await map.getByRole('button', { name: 'Show the whole map' }).click();
    expect(await map.getAttribute('data-scale')).toBe('1');
    await until('the coarse places are back', async () => {
      const shown = await eventsByCountry(page);
      return Object.keys(shown).length === expected.countries().length;
    });
  });

  test('lists the places of the map as a table, which asks for each by itself', async () => {
    const [answered] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith(`${PANELS_API}/geo_clusters`)),
      subject(page, 'cloudtrailViewTable-geo_access').click(),
    ]);
    expect((answered.request().postDataJSON() as PanelRequest).map).toEqual({ precision: 29 });
    const rows = subject(page, 'cloudtrailGeoPlaceRow');
    await rows.first().waitFor();
    const [most] = [...expected.places()].sort((a, b) => b.events - a.events);
    const text = await rows.first().innerText();
    expect(text).toContain(most?.events.toLocaleString('en-US'));
    for (const user of most?.users ?? []) expect(text).toContain(user);
    await shoot(page, 'overview_places');
    const [share, failures] = await shareOfFailures(rows);
    await refreshed(page, () => share.click());
    expect(await totalOf(page, 'events_over_time')).toBe(failures);
    await refreshed(page, () => removePill(page));
    await subject(page, 'cloudtrailViewDrawn-geo_access').click();
  });

  test('marks what comes from outside the home countries that the reader chooses', async () => {
    expect(await subject(page, 'cloudtrailGeoOutside').count()).toBe(0);
    await subject(page, 'cloudtrailHomeCountries').click();
    const box = subject(page, 'cloudtrailHomeCountriesBox').locator('input');
    await box.fill('United States');
    await box.press('ArrowDown');
    await box.press('Enter');
    // the first closes the list only; until the popover is gone, too, it keeps the focus from all that comes after
    await until('the choice is closed by key', async () => {
      await page.keyboard.press('Escape');
      return (await subject(page, 'cloudtrailHomeCountriesBox').count()) === 0;
    });
    await subject(page, 'cloudtrailGeoOutside').first().waitFor({ state: 'attached' });
    const outside = expected.countries().filter(([code]) => code !== 'US');
    expect(await countIn(page, 'cloudtrailGeoOutsideEvents')).toBe(
      outside.reduce((sum, [, events]) => sum + events, 0),
    );
    await page.evaluate(() => window.localStorage.removeItem('cloudtrail.homeCountries'));
  });

  test('shows the headline numbers, and those of the week before', async () => {
    const figures = expected.figures();
    const { from, to } = sevenDays;
    const weekBefore = new Date(2 * Date.parse(from) - Date.parse(to)).toISOString();
    // an event at the very moment between the two would be in both counts of this test
    const before = truth.count({ from: weekBefore, to: from }).figures();
    for (const name of Object.keys(figures) as (keyof typeof figures)[]) {
      const tile = subject(page, `cloudtrailTile-${name}`);
      expect(Number(await tile.getAttribute('data-total')), name).toBe(figures[name]);
      expect(Number(await tile.getAttribute('data-before')), name).toBe(before[name]);
    }
  });

  test('tells which sign-ins look like guessing, and that one got in', async () => {
    const text = await subject(page, 'cloudtrailGuessing').innerText();
    const { attempts } = expected.guessing();
    expect(text).toContain(`${attempts[0]} failures`);
    expect(text).toMatch(/signed in\s+from/);
    const streak = subject(page, 'cloudtrailGuessing')
      .locator('[data-test-subj="cloudtrailQueryLink"]')
      .filter({ hasText: /failures$/ })
      .first();
    const failures = Number((await streak.innerText()).replace(/\D/g, ''));
    await refreshed(page, () => streak.click());
    expect(await totalOf(page, 'failed_sign_ins')).toBe(failures);
    await refreshed(page, () => removePill(page));
  });

  test('filters by all that a number counts', async () => {
    const row = subject(page, 'cloudtrailAccessDeniedRow').first();
    const denied = Number(await row.locator('[data-test-subj="cloudtrailDeniedEvents"]').innerText());
    await refreshed(page, () => row.locator('[data-test-subj="cloudtrailDeniedEvents"]').click());
    expect(await totalOf(page, 'access_denied')).toBe(denied);
    await refreshed(page, () => removePill(page));
    const events = subject(page, 'cloudtrailUserEvents').first();
    const count = Number((await events.innerText()).replaceAll(',', ''));
    await refreshed(page, () => events.click());
    expect(await totalOf(page, 'events_over_time')).toBe(count);
    expect(await totalOf(page, 'users')).toBe(1);
    await refreshed(page, () => removePill(page));
  });

  test('counts refused calls, instances, changes of the network and changes that matter', async () => {
    const denied = Object.values(expected.denied());
    expect(await totalOf(page, 'access_denied')).toBe(denied.reduce((sum, { events }) => sum + events, 0));
    const { total, actions } = expected.instances();
    expect(await totalOf(page, 'instances')).toBe(total);
    expect(await countIn(page, 'cloudtrailFact-RunInstances')).toBe(actions.RunInstances.instances);
    const network = expected.networkChanges();
    expect(await totalOf(page, 'network_changes')).toBe(network.total);
    expect(await countIn(page, 'cloudtrailFact-open_to_world')).toBe(network.open);
    expect(network.open).toBeGreaterThan(1);
    const badges = await allPages(page, 'network_changes', () =>
      subject(page, 'cloudtrailNetworkChangesRow').evaluateAll((rows) =>
        rows.map((row) => row.querySelector('[data-test-subj="cloudtrailOpenToWorld"]')?.textContent ?? ''),
      ),
    );
    expect(badges).toHaveLength(network.total);
    expect(badges.filter((badge) => badge !== '')).toHaveLength(network.open);
    expect(await totalOf(page, 'important_changes')).toBeGreaterThan(10);
    const marks = await allPages(page, 'important_changes', () =>
      subject(page, 'cloudtrailImportantChangesRow').evaluateAll((rows) =>
        rows.map((row) => row.querySelector('[data-test-subj="cloudtrailGraveChange"]')?.textContent ?? ''),
      ),
    );
    const grave = marks.filter((mark) => mark !== '').length;
    expect(grave).toBeGreaterThan(0);
    expect(await countIn(page, 'cloudtrailFact-grave')).toBe(grave);
    await refreshed(page, () => subject(page, 'cloudtrailFact-grave').click());
    expect(await totalOf(page, 'important_changes')).toBe(grave);
    await refreshed(page, () => removePill(page));
    expect(await panel(page, 'new_values').innerText()).toContain('30 days before');
  });

  test('counts each user', async () => {
    const users = expected.users();
    expect(await totalOf(page, 'users')).toBe(users.length);
    const shown = await allUsers(page);
    const listed = users.map(({ name, id, events }) => `${name || id}: ${events}`);
    expect(shown.length).toBeGreaterThan(10);
    // the panel lists those with the most events
    expect([...shown].sort()).toEqual(listed.slice(0, shown.length).sort());
  });

  test('tells root’s use with and without MFA', async () => {
    const root = expected.rootUse();
    expect(root.with_mfa).toBeGreaterThan(0);
    expect(root.without_mfa).toBeGreaterThan(0);
    expect(await totalOf(page, 'root_use')).toBe(root.total);
    expect(await countIn(page, 'cloudtrailFact-root_with_mfa')).toBe(root.with_mfa);
    expect(await countIn(page, 'cloudtrailFact-root_without_mfa')).toBe(root.without_mfa);
  });

  test('counts failed sign-ins by user and address', async () => {
    const failed = expected.failedSignIns();
    expect(failed.total).toBeGreaterThan(15);
    expect(await totalOf(page, 'failed_sign_ins')).toBe(failed.total);
    const rows = await allPages(page, 'failed_sign_ins', () =>
      subject(page, 'cloudtrailFailedSignInsRow').allInnerTexts(),
    );
    expect(rows).toHaveLength(failed.rows.length);
    for (const { user, address, attempts } of failed.rows) {
      const isTheirs = (text: string) =>
        text.includes(user) && text.includes(address) && new RegExp(`\\b${attempts}\\b`).test(text);
      expect(rows.filter(isTheirs).length, `${user} from ${address}`).toBeGreaterThan(0);
    }
  });

  test('lists the latest events, newest first', async () => {
    expect(await totalOf(page, 'latest_events')).toBe(expected.total);
    const rows = await subject(page, 'cloudtrailLatestEventsRow').evaluateAll((found) =>
      found.map((row) => ({
        at: row.querySelector('time')?.dateTime,
        action: row.querySelector('[data-test-subj="cloudtrailFilterLink"]')?.textContent,
      })),
    );
    const latest = expected.latest().map(({ at, action }) => ({ at, action }));
    expect(rows).toEqual(latest.slice(0, rows.length));
    expect(rows.length).toBe(6);
  });

  test('narrows all panels by what the query bar says', async () => {
    await subject(page, 'queryInput').fill('event.action:ConsoleLogin');
    const request = await refreshed(page, () => submitQuery(page));
    const signIns = truth.count(request, ({ record }) => record['eventName'] === 'ConsoleLogin');
    expect(signIns.total).toBeGreaterThan(10);
    expect(await totalOf(page, 'events_over_time')).toBe(signIns.total);
    expect(await totalOf(page, 'users')).toBe(signIns.users().length);
    expect(await totalOf(page, 'failed_sign_ins')).toBe(signIns.failedSignIns().total);
    expect(await eventsByCountry(page)).toEqual(eventsOf(signIns));
    await subject(page, 'queryInput').fill('');
    await refreshed(page, () => submitQuery(page));
    expect(await totalOf(page, 'events_over_time')).toBeGreaterThan(signIns.total);
  });

  test('makes a filter pill of what is clicked, and lets it go again', async () => {
    const link = panel(page, 'root_use').locator('[data-test-subj="cloudtrailFilterLink"]').first();
    const action = (await link.innerText()).trim();
    const request = await refreshed(page, () => link.click());
    const pill = subject(page, 'filter-key-event.action');
    expect(await pill.innerText()).toContain(action);
    const fits = ({ record }: ReadRecord) => record['eventName'] === action;
    expect(await totalOf(page, 'events_over_time')).toBe(truth.count(request, fits).total);
    await refreshed(page, () => removePill(page));
    expect(await pill.count()).toBe(0);
  });

  test('makes filters of badges, too, and of the names of what was changed', async () => {
    const links = (id: PanelId) => panel(page, id).locator('[data-test-subj="cloudtrailQueryLink"]');
    await refreshed(page, () => links('root_use').filter({ hasText: 'No MFA' }).first().click());
    expect(await totalOf(page, 'root_use')).toBe(expected.rootUse().without_mfa);
    await refreshed(page, () => removePill(page));
    const group = links('network_changes').filter({ hasText: /^sg-/ }).first();
    const name = (await group.innerText()).trim();
    const request = await refreshed(page, () => group.click());
    const names = ({ record }: ReadRecord) =>
      JSON.stringify([record['requestParameters'], record['responseElements']]).includes(name);
    expect(await totalOf(page, 'events_over_time')).toBe(truth.count(request, names).total);
    await refreshed(page, () => removePill(page));
  });

  test('is reached by the keyboard up to the places on the map', async () => {
    await page.locator('body').click({ position: { x: 1, y: 1 } });
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testSubj'] ?? '');
    const focusedCountries = () =>
      page.evaluate(() => (document.activeElement as SVGElement | null)?.dataset['countries'] ?? '');
    let tabs = 0;
    while ((await focused()) !== 'cloudtrailGeoPlace' && tabs < MOST_TABS) {
      await page.keyboard.press('Tab');
      tabs += 1;
    }
    expect(await focused()).toBe('cloudtrailGeoPlace');
    const card = subject(page, 'cloudtrailGeoCard');
    const first = await card.innerText();
    await page.keyboard.press('ArrowRight');
    expect(await card.innerText()).not.toBe(first);
    // with the country database each dot is all of its country, and filters by it
    while (!/^[A-Z]{2}:\d+$/.test(await focusedCountries())) await page.keyboard.press('ArrowRight');
    const [country = '', events] = (await focusedCountries()).split(':');
    await page.keyboard.press('Enter');
    await until('the card offers to filter', async () => (await focused()) === 'cloudtrailGeoFilterFor');
    const request = await refreshed(page, () => page.keyboard.press('Enter'));
    expect(JSON.stringify(request.query)).toContain(`"source.geo.country_iso_code":"${country}"`);
    expect(await totalOf(page, 'events_over_time')).toBe(Number(events));
    expect(await eventsByCountry(page)).toEqual({ [country]: Number(events) });
    await refreshed(page, () => removePill(page));
  });

  test('is zoomed in on a place by its card, and leaves the place’s country out', async () => {
    const map = subject(page, 'cloudtrailGeoMap');
    const dot = subject(page, 'cloudtrailGeoPlace').first();
    await dot.press('Enter');
    await subject(page, 'cloudtrailGeoZoomTo').click();
    await until('it is larger', async () => Number(await map.getAttribute('data-scale')) > 1);
    await map.getByRole('button', { name: 'Show the whole map' }).click();
    await until('all countries are there', async () =>
      isDeepStrictEqual(await eventsByCountry(page), eventsOf(expected)),
    );
    const countries = (await dot.getAttribute('data-countries')) ?? '';
    const [country = '', events] = countries.split(':');
    expect(countries).toMatch(/^[A-Z]{2}:\d+$/);
    await dot.press('Enter');
    const request = await refreshed(page, () => subject(page, 'cloudtrailGeoFilterOut').click());
    expect(JSON.stringify(request.query)).toContain(`"source.geo.country_iso_code":"${country}"`);
    expect(await totalOf(page, 'events_over_time')).toBe(expected.total - Number(events));
    await refreshed(page, () => removePill(page));
  });

  test('asks only Kibana, with no error and nothing that its content security policy forbids', () => {
    const origin = new URL(kibana.url).origin;
    const elsewhere = reader.requests.filter((url) => {
      if (url.startsWith('data:') || url.startsWith('blob:')) return false;
      return new URL(url).origin !== origin && !(kibana.isReal && KIBANA_ITSELF.test(url));
    });
    expect(elsewhere).toEqual([]);
    expect(reader.requests.length).toBeGreaterThan(20);
    // a real Kibana's own pages violate its policy and log errors; each line tells whose script it was
    const isOurs = (line: string) => !kibana.isReal || line.includes('/plugin/cloudtrail/');
    expect(reader.violations.filter(isOurs)).toEqual([]);
    expect(reader.errors.filter(isOurs)).toEqual([]);
  });

  test('says which panel failed, and reads it again when asked to', async () => {
    const where = `**${PANELS_API}/users`;
    const failure = { statusCode: 500, error: 'Internal Server Error', message: 'The disk is on fire.' };
    await page.route(where, (route) => route.fulfill({ status: 500, json: failure }));
    await refreshed(page, () => submitQuery(page));
    expect(await subject(page, 'cloudtrailPanelError-users').innerText()).toContain(failure.message);
    expect(await panel(page, 'events_over_time').getAttribute('data-state')).toBe('data');
    await page.unroute(where);
    await subject(page, 'cloudtrailPanelRetry-users').click();
    await until('the users are back', async () => (await subject(page, 'cloudtrailUsersRow').count()) > 0);
    expect(await subject(page, 'cloudtrailPanelError-users').count()).toBe(0);
  });

  test.each([
    ['elasticsearch_timeout', 503, 'This took too long'],
    ['elasticsearch_shards_failed', 503, 'A part of the events could not be read'],
    ['elasticsearch_too_many_buckets', 502, 'Too many different values to count at once'],
  ])('says in each panel what is wrong: %s', async (code, status, words) => {
    const refusal = { statusCode: status, error: '', message: 'Said by the server.', attributes: { code } };
    await page.route(EACH_PANEL, (route) => route.fulfill({ status, json: refusal }));
    await refreshed(page, () => submitQuery(page));
    expect(new Set(await panelStates(page))).toEqual(new Set(['error']));
    for (const text of await page.locator('section[data-state]').allInnerTexts()) {
      expect(text).toContain(words);
    }
    await page.unroute(EACH_PANEL);
  });

  test('says once for the whole page that the privilege is gone, and in a panel that lost it alone', async () => {
    const refusal = { status: 403, json: { statusCode: 403, error: 'Forbidden', message: 'Forbidden' } };
    const words = 'You may not use CloudTrail here';
    await page.route(`**${PANELS_API}/users`, (route) => route.fulfill(refusal));
    await refreshed(page, () => submitQuery(page));
    expect(await panel(page, 'users').innerText()).toContain(words);
    expect(await panel(page, 'users').getAttribute('data-state')).toBe('no_privilege');
    await page.route(EACH_PANEL, (route) => route.fulfill(refusal));
    await submitQuery(page);
    expect(await subject(page, 'cloudtrailMissingRight').innerText()).toContain(words);
    expect(await panelStates(page)).toEqual([]);
    await page.unroute(EACH_PANEL);
    await page.unroute(`**${PANELS_API}/users`);
    await refreshed(page, () => submitQuery(page));
    expect(await panelStates(page)).toContain('data');
  });

  test('holds each panel’s place while it is read at first, and keeps what it shows while it is read again', async () => {
    const states = async () => new Set(await panelStates(page));
    const isBusy = async () => (await page.locator('section[data-state][aria-busy="true"]').count()) === 12;
    let letGo = await holdPanels(page);
    await page.reload();
    await until('all panels are asked for', isBusy);
    expect(await states()).toEqual(new Set(['loading']));
    await refreshed(page, letGo);
    expect(await states()).toEqual(new Set(['data']));
    expect(await subject(page, 'cloudtrailGeoMissing').count()).toBe(1);
    await page.unroute(EACH_PANEL);
    letGo = await holdPanels(page);
    await submitQuery(page);
    await until('all panels are asked for again', isBusy);
    expect(await states()).toEqual(new Set(['data']));
    await refreshed(page, letGo);
    await page.unroute(EACH_PANEL);
  });

  test('offers in each panel to clear what filters everything out', async () => {
    await subject(page, 'queryInput').fill('event.action:NoSuchCall');
    await refreshed(page, () => submitQuery(page));
    expect(new Set(await panelStates(page))).toEqual(new Set(['filtered_out']));
    await refreshed(page, () => subject(page, 'cloudtrailPanelClear-users').click());
    expect(await totalOf(page, 'events_over_time')).toBeGreaterThan(3_000);
  });

  test('fits a screen of 320 pixels without scrolling sideways', async () => {
    await page.setViewportSize(PHONE);
    await closeNavigation(page);
    await settled(page);
    await shoot(page, 'overview_320px');
    expect.soft(await sticksOutOnPhone(page)).toEqual([]);
    const wide = await page.locator('section[data-state]').evaluateAll((panels) =>
      panels.flatMap((one) => {
        const { right } = one.getBoundingClientRect();
        return right > window.innerWidth ? [(one as HTMLElement).dataset['testSubj']] : [];
      }),
    );
    expect(wide).toEqual([]);
    await page.setViewportSize(DESKTOP);
  });
});

describe('the Overview in both colour modes', () => {
  test('is drawn on a light and on a dark ground', async () => {
    const { page: own, context } = await openPage(browser);
    await logIn(own, kibana.url, kibana.admin);
    const grounds: string[] = [];
    for (const mode of ['light', 'dark'] as const) {
      await setDarkMode(own, kibana.url, mode === 'dark');
      await own.goto(`${kibana.url}/app/cloudtrail`);
      await subject(own, 'cloudtrailEmptyRange').waitFor();
      await shoot(own, `overview_empty_${mode}`);
      await refreshed(own, () => subject(own, 'cloudtrailShowDataRange').click());
      await own.mouse.move(0, 0);
      await shoot(own, `overview_${mode}`);
      grounds.push(
        await panel(own, 'users').evaluate((one) =>
          one.firstElementChild ? getComputedStyle(one.firstElementChild).backgroundColor : '',
        ),
      );
    }
    await setDarkMode(own, kibana.url, false);
    await context.close();
    const brightness = grounds.map((ground) => Number(/\d+/.exec(ground)?.[0]));
    expect(brightness[0]).toBeGreaterThan(200);
    expect(brightness[1]).toBeLessThan(80);
  });
});

describe('somebody who lacks a right', () => {
  test('is told that the index right is missing, never that there are no events', async () => {
    const { page: own, context } = await openPage(browser);
    await logIn(own, kibana.url, kibana.withoutIndexRight);
    await own.goto(`${kibana.url}/app/cloudtrail`);
    // once, not in each panel
    expect(await subject(own, 'cloudtrailMissingRight').innerText()).toContain('cloudtrail-events-*');
    expect(await panelStates(own)).toEqual([]);
    expect(await subject(own, 'cloudtrailEmptyRange').count()).toBe(0);
    await shoot(own, 'overview_no_right');
    await context.close();
  });

  test('does not find the app without its feature, and is refused its numbers', async () => {
    const { page: own, context } = await openPage(browser);
    await logIn(own, kibana.url, kibana.withoutFeature);
    await own.goto(`${kibana.url}/app/cloudtrail`);
    // a real Kibana has no navigation at all for somebody who may open nothing
    await own
      .getByText(/do not have permission/i)
      .first()
      .waitFor();
    expect(await subject(own, 'collapsibleNavAppLink').filter({ hasText: 'CloudTrail' }).count()).toBe(0);
    expect(await subject(own, 'cloudtrailOverview').count()).toBe(0);
    const answer = await own.request.post(`${kibana.url}${PANELS_API}/users`, {
      headers: { 'kbn-xsrf': 'true', 'x-elastic-internal-origin': 'Kibana' },
      data: { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' },
    });
    expect(answer.status()).toBe(403);
    await context.close();
  });
});

/** What the dots on the map say, added up by country. */
async function eventsByCountry(where: Page): Promise<Record<string, number>> {
  const dots = await subject(where, 'cloudtrailGeoPlace').evaluateAll((found) =>
    found.map((dot) => {
      const { countries = '' } = (dot as SVGElement).dataset;
      return countries.split(' ').map((part) => {
        const [country = '', events] = part.split(':');
        return { country, events: Number(events) };
      });
    }),
  );
  return byCountry(dots.flat());
}

function eventsOf(counted: Counted): Record<string, number> {
  return byCountry(counted.places().map(({ country_iso_code: country, events }) => ({ country, events })));
}

function byCountry(
  places: readonly { readonly country: string; readonly events: number }[],
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { country, events } of places) sums[country] = (sums[country] ?? 0) + events;
  return sums;
}

/** `name: events` of all pages of the users' table. */
async function allUsers(where: Page): Promise<readonly string[]> {
  return allPages(where, 'users', () =>
    subject(where, 'cloudtrailUsersRow').evaluateAll((rows) =>
      rows.map((row) => {
        const name = row.querySelector('[data-test-subj="cloudtrailActorLink"]')?.textContent ?? '';
        const events = row.querySelector('[data-test-subj="cloudtrailUserEvents"]')?.textContent ?? '';
        return `${name}: ${events.replaceAll(',', '')}`;
      }),
    ),
  );
}

/** What `read` gives of each page of a panel's table; a table of one page has no buttons. */
async function allPages(
  where: Page,
  id: PanelId,
  read: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const next = panel(where, id).locator('[data-test-subj="pagination-button-next"]');
  const found = [...(await read())];
  while ((await next.count()) > 0 && (await next.isEnabled())) {
    await next.press('Enter');
    found.push(...(await read()));
  }
  return found;
}

/** Answers to no panel until it is told to; then without a geo database. */
async function holdPanels(where: Page): Promise<() => Promise<void>> {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await where.route(EACH_PANEL, async (route) => {
    await held;
    if (!route.request().url().endsWith('/geo_access')) return route.continue();
    const response = await route.fetch();
    const answer = (await response.json()) as { readonly data: object };
    return route.fulfill({ response, json: { ...answer, data: { ...answer.data, geo_available: false } } });
  });
  return async () => release();
}

/** By key, as all of the bar: where the page is scrolled, Kibana's header may lie over it. */
async function submitQuery(where: Page): Promise<void> {
  await subject(where, 'querySubmitButton').press('Enter');
}

/** On a real Kibana, too: its pills are removed by the cross in them. */
async function removePill(where: Page): Promise<void> {
  await where
    .getByRole('button', { name: /^Delete/ })
    .first()
    .press('Enter');
}
