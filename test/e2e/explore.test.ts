/** The pages over events in a real browser: the address holds the view, what narrows it, and users in depth. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { EVENTS_API } from '../../common/ids';
import type { PanelRequest } from '../../common/panels';
import type { ReadRecord } from '../generate/count_distinct';
import { estateIncidents } from '../generate/estate';
import { bringAxe, graveFaults } from './axe';
import { SEED, type Truth } from './bucket';
import {
  closeNavigation,
  DESKTOP,
  logIn,
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
const HOUR_MS = 3_600_000;

let browser: Browser;
let truth: Truth;
let reader: Watched;
let page: Page;

beforeAll(async () => {
  ({ browser, truth, reader } = await openReaderPage(kibana, bringAxe));
  page = reader.page;
  await logIn(page, kibana.url, kibana.reader);
  await refreshed(page, () => page.goto(`${kibana.url}/app/cloudtrail`));
  await refreshed(page, () => subject(page, 'cloudtrailShowDataRange').click());
});
afterAll(() => browser?.close());

/** The caller's, and the one that the event was delivered to. */
const isOfAccount = ({ record }: ReadRecord, account: string) => {
  const { accountId } = (record['userIdentity'] ?? {}) as { readonly accountId?: string };
  return [accountId, record['recipientAccountId']].includes(account);
};

describe('the address', () => {
  test('gives the same view again after a reload, and to whoever opens a copied link', async () => {
    const link = panel(page, 'root_use').locator('[data-test-subj="cloudtrailFilterLink"]').first();
    await refreshed(page, () => link.click());
    await until('the address holds the pill', async () => page.url().includes('event.action'));
    const seen = await totalOf(page, 'events_over_time');
    await refreshed(page, () => page.reload());
    expect(await totalOf(page, 'events_over_time')).toBe(seen);
    const other = await openPage(browser);
    await logIn(other.page, kibana.url, kibana.reader);
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
    const ofAccount = truth.count(request, (read) => isOfAccount(read, account));
    expect(ofAccount.total).toBeGreaterThan(100);
    expect(await totalOf(page, 'events_over_time')).toBe(ofAccount.total);
    await shoot(page, 'scope_picker');
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
    const button = subject(page, 'cloudtrailRootUseRow')
      .locator('[data-test-subj="cloudtrailFilterOut"]')
      .first();
    const request = await refreshed(page, () => button.click());
    const others = truth.count(request, ({ record }) => record['eventName'] !== action);
    expect(await totalOf(page, 'events_over_time')).toBe(others.total);
    await refreshed(page, () => page.goBack());
  });
});

test('whoever is named beside an event leads to the page of that user, by what tells users of one name apart', async () => {
  const link = panel(page, 'latest_events').locator('[data-test-subj="cloudtrailActorLink"]').first();
  const address = decodeURIComponent((await link.getAttribute('href')) ?? '');
  expect(address).toMatch(/\/users\/arn:aws:/);
});

test('the Overview has no fault that keeps somebody out, and says how fresh it is', async () => {
  await settled(page);
  expect(await subject(page, 'cloudtrailFreshness').getAttribute('data-stale')).toBe('true');
  expect(await graveFaults(page)).toEqual([]);
  seen.set('overview', page.url());
});

describe('the users', () => {
  test('are listed with all their events, the most active first', async () => {
    // the tile leads to the list of what it counts
    await subject(page, 'cloudtrailTileLink-actors').click();
    await until('users are listed', async () => (await subject(page, 'cloudtrailActorsRow').count()) > 5);
    const request = await asked(page, '/internal/cloudtrail/actors', () =>
      subject(page, 'querySubmitButton').press('Enter'),
    );
    const expected = truth.count(request).users();
    const shown = await subject(page, 'cloudtrailActorsRow').evaluateAll((rows) =>
      rows.map((row) => {
        const text = (name: string) =>
          row.querySelector(`[data-test-subj="${name}"]`)?.textContent?.replaceAll(',', '') ?? '';
        return { name: text('cloudtrailActorLink'), events: Number(text('cloudtrailActorEvents')) };
      }),
    );
    expect(shown).toHaveLength(Math.min(25, expected.length));
    expect(shown.map(({ events }) => events)).toEqual(
      expected.slice(0, shown.length).map(({ events }) => events),
    );
    expect(await graveFaults(page)).toEqual([]);
    await screenshot(page, 'users');
  });

  test('are narrowed to what failed of one of them by the share of it', async () => {
    const before = page.url();
    const [share, failures] = await shareOfFailures(subject(page, 'cloudtrailActorsRow'));
    await share.click();
    await until('one is listed', async () => (await subject(page, 'cloudtrailActorsRow').count()) === 1);
    const events = await subject(page, 'cloudtrailActorEvents').innerText();
    expect(Number(events.replaceAll(',', ''))).toBe(failures);
    await page.goBack();
    await until('the address is as it was', () => Promise.resolve(page.url() === before));
    await until('all are listed', async () => (await subject(page, 'cloudtrailActorsRow').count()) > 5);
  });

  test('are shown up to the last page by an address beyond it, from which Back leads away', async () => {
    const before = page.url();
    await subject(page, 'pagination-button-1').click();
    await until('the address holds the page', () => Promise.resolve(/page(%22)?(:|%3A)1\b/.test(page.url())));
    const beyond = page.url().replace(/(page(?:%22)?(?::|%3A))1\b/, (_all, name: string) => `${name}30`);
    await page.goto(beyond);
    await until('users are listed', async () => (await subject(page, 'cloudtrailActorsRow').count()) > 0);
    await page.goBack();
    await until('the page before is back', () => Promise.resolve(/page(%22)?(:|%3A)1\b/.test(page.url())));
    await page.goBack();
    await until('and the one before it', () => Promise.resolve(page.url() === before));
    await until('users are listed', async () => (await subject(page, 'cloudtrailActorsRow').count()) > 5);
  });

  test('are found by a part of their name, and each has a page that says what is odd about them', async () => {
    await subject(page, 'cloudtrailActorsSearch').fill('SCHMIDT');
    await until('only her sessions are listed', async () =>
      (await subject(page, 'cloudtrailActorLink').allInnerTexts()).every((name) => name.startsWith('anna')),
    );
    await until('the address holds the search', async () => page.url().includes('SCHMIDT'));
    await page.reload();
    await until('the same are listed', async () => (await subject(page, 'cloudtrailActorsRow').count()) > 0);
    expect(await subject(page, 'cloudtrailActorsSearch').inputValue()).toBe('SCHMIDT');
    // the account in which she signs in from two continents within the hour
    const { traveller } = travelIncident();
    await subject(page, 'cloudtrailActorsRow')
      .filter({ hasText: traveller.account })
      .locator('[data-test-subj="cloudtrailActorLink"]')
      .click();
    await subject(page, 'cloudtrailActor').waitFor();
    await until('the trip is marked', async () => (await subject(page, 'cloudtrailTravelRow').count()) > 0);
    const trip = await subject(page, 'cloudtrailTravelRow').first().innerText();
    for (const address of traveller.addresses) expect(trip).toContain(address);
    expect(await page.title()).toContain('anna.schmidt');
    await until('all is there', async () => (await page.locator('section[aria-busy="true"]').count()) === 0);
    expect(await graveFaults(page)).toEqual([]);
    await screenshot(page, 'user');
  });

  test('are first seen ever only where that is known', async () => {
    const first = subject(page, 'cloudtrailActorStat-first');
    expect(await first.innerText()).toContain('first seen ever');
    const isOfRange = (address: URL) => address.pathname.endsWith('/panels/data_range');
    await page.route(isOfRange, (route) => route.abort());
    await page.reload();
    await first.waitFor();
    expect(await first.innerText()).toContain('first seen in this range');
    await page.unroute(isOfRange);
  });

  test('show all their values on demand', async () => {
    await subject(page, 'cloudtrailTab-actors').click();
    const range = await asked(page, '/internal/cloudtrail/actors', () =>
      subject(page, 'querySubmitButton').press('Enter'),
    );
    const { name, account } = busiestUser(range);
    await subject(page, 'cloudtrailActorsSearch').fill(name);
    await subject(page, 'cloudtrailActorsRow')
      .filter({ hasText: name })
      .filter({ hasText: account })
      .locator('[data-test-subj="cloudtrailActorLink"]')
      .first()
      .click();
    const values = subject(page, 'cloudtrailValue-event.action');
    await values.first().waitFor();
    const few = await values.count();
    const more = subject(page, 'cloudtrailMoreValues-event.action');
    const hidden = Number(/^\d+/.exec(await more.innerText())?.[0]);
    await more.click();
    expect(await values.count()).toBe(few + hidden);
    await more.click();
    expect(await values.count()).toBe(few);
  });
});

describe('the events', () => {
  test('are listed page after page, in columns of one’s choice that are kept', async () => {
    await subject(page, 'cloudtrailTab-events').click();
    await subject(page, 'cloudtrailEventOpen').first().waitFor();
    const request = await asked(page, EVENTS_API, () => subject(page, 'querySubmitButton').press('Enter'));
    const { total } = truth.count(request);
    await until('all are counted', async () => (await totalOf(page, 'events')) === total);
    const position = subject(page, 'cloudtrailEventsPosition');
    expect(await position.innerText()).toBe(`1–100 of ${total.toLocaleString('en-US')}`);
    await asked(page, EVENTS_API, () => subject(page, 'cloudtrailEventsNext').click());
    await until('the next hundred', async () => (await position.innerText()).startsWith('101–200'));
    const isNextHundred = async () =>
      (await position.count()) > 0 && (await position.innerText()).startsWith('101–200');
    await asked(page, EVENTS_API, () => page.reload());
    await until('the same hundred', isNextHundred);
    await asked(page, EVENTS_API, () => subject(page, 'cloudtrailEventsNext').click());
    await asked(page, EVENTS_API, () => subject(page, 'cloudtrailEventsBack').click());
    await until('back by one', isNextHundred);
    await asked(page, EVENTS_API, () => subject(page, 'cloudtrailEventsFirst').click());
    await until('the first again', async () => (await position.innerText()).startsWith('1–100'));
    expect(await graveFaults(page)).toEqual([]);
    await screenshot(page, 'events');
  });

  test('are numbered as they are, however fast somebody goes on', async () => {
    const position = subject(page, 'cloudtrailEventsPosition');
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const isOfEvents = (address: URL) => address.pathname.endsWith(EVENTS_API);
    await page.route(isOfEvents, async (route) => {
      await held;
      await route.continue();
    });
    await subject(page, 'cloudtrailEventsNext').click();
    await subject(page, 'cloudtrailEventsNext').click();
    expect(await position.innerText()).toMatch(/^1–100 /);
    release();
    await until('the next hundred', async () => (await position.innerText()).startsWith('101–200'));
    await page.unroute(isOfEvents);
    await asked(page, EVENTS_API, () => subject(page, 'cloudtrailEventsFirst').click());
    await until('the first again', async () => (await position.innerText()).startsWith('1–100'));
  });

  test('are saved as CSV, all that fit', async () => {
    const request = await asked(page, EVENTS_API, () => subject(page, 'querySubmitButton').press('Enter'));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      subject(page, 'cloudtrailExport').click(),
    ]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(lines[0]).toContain('@timestamp,event.action');
    expect(lines).toHaveLength(1 + truth.count(request).total);
  });

  test('tell in the server’s words why they can’t be saved', async () => {
    const message = 'Elasticsearch, while asking for events: it can’t be reached.';
    const body = JSON.stringify({ statusCode: 503, error: 'Service Unavailable', message });
    const isOfEvents = (address: URL) => address.pathname.endsWith(EVENTS_API);
    await page.route(isOfEvents, (route) =>
      route.fulfill({ status: 503, contentType: 'application/json', body }),
    );
    await subject(page, 'cloudtrailExport').click();
    await page.getByText(message).first().waitFor();
    await page.unroute(isOfEvents);
  });

  test('are each told in words, by path, as JSON, and as CloudTrail delivered them', async () => {
    await subject(page, 'cloudtrailEventOpen').first().click();
    const words = subject(page, 'cloudtrailEventWords');
    await words.waitFor();
    expect(await words.innerText()).toMatch(/ called | tried to call /);
    await until(
      'what is related is there',
      async () => (await subject(page, 'cloudtrailRelated').getAttribute('aria-busy')) === 'false',
    );
    expect(await graveFaults(page)).toEqual([]);
    await screenshot(page, 'event');
    await subject(page, 'cloudtrailEventTab-table').click();
    await subject(page, 'cloudtrailEventFind').fill('event.action');
    await until('one field is left', async () => (await subject(page, 'cloudtrailEventLeaf').count()) === 1);
    await subject(page, 'cloudtrailEventFreeForm').click();
    await until(
      'it is not of the request',
      async () => (await subject(page, 'cloudtrailEventLeaf').count()) === 0,
    );
    await subject(page, 'cloudtrailEventFind').fill('');
    const paths = await subject(page, 'cloudtrailEventLeaf').locator('code').allInnerTexts();
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths)
      expect(path).toMatch(/request_parameters|response_elements|additional_eventdata/);
    await subject(page, 'cloudtrailEventFind').fill(paths[0] ?? '');
    await until(
      'it is found by its path',
      async () => (await subject(page, 'cloudtrailEventLeaf').count()) === 1,
    );
    await subject(page, 'cloudtrailEventTab-json').click();
    const json = JSON.parse(await subject(page, 'cloudtrailEventJson').innerText()) as {
      readonly event: { readonly id: string };
    };
    await subject(page, 'cloudtrailEventTab-original').click();
    await subject(page, 'cloudtrailLoadOriginal').click();
    await until('the record is there', async () => (await subject(page, 'cloudtrailEventJson').count()) > 0);
    expect(await subject(page, 'cloudtrailEventJson').innerText()).toContain(json.event.id);
    await page.goBack();
    await subject(page, 'cloudtrailEventFlyout').waitFor({ state: 'detached' });
  });

  test('say why those that are related could not be read, and read them again when told to', async () => {
    const isOfRelated = (address: URL) => address.pathname.endsWith('/related');
    const body = JSON.stringify({ statusCode: 503, error: 'Service Unavailable', message: 'Not now.' });
    await page.route(isOfRelated, (route) =>
      route.fulfill({ status: 503, contentType: 'application/json', body }),
    );
    await subject(page, 'cloudtrailEventOpen').first().click();
    const problem = subject(page, 'cloudtrailRelatedProblem');
    await problem.waitFor();
    expect(await problem.innerText()).toContain('Not now.');
    expect(await subject(page, 'cloudtrailRelated').innerText()).not.toContain('None');
    await page.unroute(isOfRelated);
    await problem.getByRole('button').click();
    await problem.waitFor({ state: 'detached' });
    await page.goBack();
    await subject(page, 'cloudtrailEventFlyout').waitFor({ state: 'detached' });
  });
});

describe('the events', () => {
  test('are narrowed by the switch for AWS services’ own calls, and by region', async () => {
    const ofServices = ({ record }: ReadRecord) =>
      record['eventType'] === 'AwsServiceEvent' || typeOf(record) === 'AWSService';
    const request = await asked(page, EVENTS_API, () => subject(page, 'cloudtrailLeaveOut-services').click());
    const others = truth.count(request, (read) => !ofServices(read)).total;
    expect(others).toBeGreaterThan(100);
    expect(others).toBeLessThan(truth.count(request).total);
    await until('theirs are left out', async () => (await totalOf(page, 'events')) === others);
    await subject(page, 'cloudtrailPicker-regions').click();
    const choice = page.locator('[data-test-subj^="cloudtrailChoice-"]').first();
    await choice.waitFor();
    const region = (await choice.getAttribute('data-test-subj'))?.replace('cloudtrailChoice-', '') ?? '';
    await asked(page, EVENTS_API, () => choice.click());
    const ofRegion = truth.count(
      request,
      (read) => !ofServices(read) && read.record['awsRegion'] === region,
    ).total;
    expect(ofRegion).toBeGreaterThan(100);
    await until('one region’s are left', async () => (await totalOf(page, 'events')) === ofRegion);
    await asked(page, EVENTS_API, () => choice.click());
    await page.keyboard.press('Escape');
    await asked(page, EVENTS_API, () => subject(page, 'cloudtrailLeaveOut-services').click());
  });

  test('lead to those that belong to them', async () => {
    const request = await asked(page, EVENTS_API, () => subject(page, 'querySubmitButton').press('Enter'));
    const [first, second] = pairOfOneKey(truth.found(request, ({ record }) => keyOf(record) !== ''));
    await subject(page, 'queryInput').fill(`event.id:"${String(first?.record['eventID'])}"`);
    await asked(page, EVENTS_API, () => subject(page, 'querySubmitButton').press('Enter'));
    await until('it alone is listed', async () => (await totalOf(page, 'events')) === 1);
    await subject(page, 'cloudtrailEventOpen').first().click();
    await subject(page, 'cloudtrailEventWords').waitFor();
    const link = subject(page, 'cloudtrailRelated')
      .locator('[data-test-subj="cloudtrailRelatedEvent"]')
      .filter({ hasText: String(second?.record['eventName']) })
      .first();
    const before = page.url();
    await link.click();
    await until('another event is shown', async () => page.url() !== before);
    const title = subject(page, 'cloudtrailEventFlyout').getByRole('heading', { level: 2 });
    await until('it is told', async () => (await title.innerText()) === second?.record['eventName']);
    await page.goBack();
    await until(
      'the one before is back',
      async () => (await title.innerText()) === first?.record['eventName'],
    );
    await page.keyboard.press('Escape');
    await subject(page, 'cloudtrailEventFlyout').waitFor({ state: 'detached' });
    await subject(page, 'queryInput').fill('');
    await asked(page, EVENTS_API, () => subject(page, 'querySubmitButton').press('Enter'));
  });

  test('are read again by themselves at the interval of one’s choice', async () => {
    await subject(page, 'superDatePickerToggleQuickMenuButton').click();
    const toggle = subject(page, 'superDatePickerToggleRefreshButton');
    await toggle.click();
    await subject(page, 'superDatePickerRefreshIntervalInput').fill('1');
    await asked(page, EVENTS_API, () =>
      subject(page, 'superDatePickerRefreshIntervalUnitsSelect').selectOption('s'),
    );
    await asked(page, EVENTS_API, async () => undefined);
    // Kibana's rison, or the stand-in's JSON
    expect(decodeURIComponent(page.url())).toMatch(
      /refreshInterval"?:."?pause"?:(!f|false),"?value"?:1000\b/,
    );
    await toggle.click();
    await page.keyboard.press('Escape');
    await until('the address says that it has ended', async () =>
      /pause"?:(!t|true)/.test(decodeURIComponent(page.url())),
    );
  });
});

/** What is asked for the pages over events, whichever asks. */
const EACH_ANSWER = /\/internal\/cloudtrail\/(panels|actors|events)/;

describe.each(['users', 'user', 'events'])('the page of %s', (name) => {
  const refresh = () => subject(page, 'querySubmitButton').press('Enter');
  const all = async (what: string, claim: (state: string) => boolean) =>
    until(`all panels ${what}`, async () => {
      const states = await panelStates(page);
      return states.length > 0 && states.every(claim);
    });
  const first = () => page.locator('section[data-state]').first();
  const answered = async () => {
    await until('all is there', async () => (await page.locator('section[aria-busy="true"]').count()) === 0);
    await all('have their answer', (state) => state === 'data' || state === 'none');
  };

  test('offers the range that has data where its own has none', async () => {
    const { origin, pathname } = new URL(seen.get(name) ?? '');
    await page.goto(origin + pathname);
    const offer = first().locator('[data-test-subj^="cloudtrailPanelShowRange-"]');
    await offer.waitFor();
    await all('say so', (state) => state === 'empty_range');
    await offer.click();
    await answered();
    expect(await first().getAttribute('data-state')).toBe('data');
  });

  test.each([
    [500, undefined, 'The disk is on fire.'],
    [503, 'elasticsearch_timeout', 'This took too long'],
  ])('says what went wrong, and reads it again when asked to: %s %s', async (status, code, words) => {
    const refusal = { statusCode: status, error: '', message: 'The disk is on fire.', attributes: { code } };
    await page.route(EACH_ANSWER, (route) => route.fulfill({ status, json: refusal }));
    await refresh();
    await all('have failed', (state) => state === 'error');
    for (const text of await page.locator('section[data-state]').allInnerTexts())
      expect(text).toContain(words);
    await page.unroute(EACH_ANSWER);
    const retry = page.locator('[data-test-subj^="cloudtrailPanelRetry-"]');
    while ((await retry.count()) > 0) {
      const left = await retry.count();
      await retry.first().click();
      await until('one is read again', async () => (await retry.count()) < left);
    }
    await answered();
  });

  test('says once which right is missing', async () => {
    for (const [answer, words] of [
      [
        { status: 403, json: { statusCode: 403, error: 'Forbidden', message: 'Forbidden' } },
        'CloudTrail: Read',
      ],
      [{ json: { state: 'no_right' } }, 'cloudtrail-events-*'],
    ] as const) {
      await page.route(EACH_ANSWER, (route) => route.fulfill(answer));
      await refresh();
      await subject(page, 'cloudtrailMissingRight').filter({ hasText: words }).waitFor();
      expect(await panelStates(page)).toEqual([]);
      await page.unroute(EACH_ANSWER);
    }
    await refresh();
    await first().waitFor();
    await answered();
  });

  test('keeps what it shows while it is read again', async () => {
    const before = await panelStates(page);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(EACH_ANSWER, async (route) => {
      await held;
      await route.continue();
    });
    await refresh();
    await until(
      'all is read again',
      async () => (await page.locator('section[aria-busy="false"]').count()) === 0,
    );
    expect(await panelStates(page)).toEqual(before);
    release();
    await answered();
    await page.unroute(EACH_ANSWER);
  });

  test('offers to clear what filters everything out', async () => {
    await subject(page, 'queryInput').fill('event.action:NoSuchCall');
    await refresh();
    await all('say so', (state) => state === 'filtered_out');
    await first().locator('[data-test-subj^="cloudtrailPanelClear-"]').click();
    await answered();
    expect(await subject(page, 'queryInput').inputValue()).toBe('');
  });
});

test.each(['events', 'users', 'user', 'event'])(
  'the page of %s fits a screen of 320 pixels',
  async (name) => {
    await page.setViewportSize(PHONE);
    await page.goto(seen.get(name) ?? '');
    await closeNavigation(page);
    await page.locator('section[data-state="data"]').first().waitFor();
    await until('all is there', async () => (await page.locator('[aria-busy="true"]').count()) === 0);
    await shoot(page, `${name}_320px`);
    expect.soft(await sticksOutOnPhone(page)).toEqual([]);
    await page.setViewportSize(DESKTOP);
  },
);

test.each(['alerts', 'sources'])('the tab of %s is in sight on a screen of 320 pixels', async (name) => {
  await page.setViewportSize(PHONE);
  await page.goto(`${kibana.url}/app/cloudtrail/${name}`);
  await closeNavigation(page);
  await until('the tab is within the screen', async () => {
    const box = await subject(page, `cloudtrailTab-${name}`).boundingBox();
    return box !== null && box.x >= 0 && box.x + box.width <= PHONE.width;
  });
  await page.setViewportSize(DESKTOP);
});

test('an address that is no page of ours says so, under no other page’s name', async () => {
  await page.goto(`${kibana.url}/app/cloudtrail/nowhere`);
  await subject(page, 'cloudtrailUnknownPage').waitFor();
  expect(await page.locator('h1').innerText()).toBe('There is no such page');
  expect(await page.locator('[role="tab"][aria-selected="true"]').count()).toBe(0);
  await subject(page, 'cloudtrailUnknownPage').getByRole('link', { name: 'Overview' }).click();
  await subject(page, 'cloudtrailOverview').waitFor();
});

test('all pages are drawn on a dark ground, too, without a fault that keeps somebody out', async () => {
  const dark = await openPage(browser);
  await bringAxe(dark.context);
  await logIn(dark.page, kibana.url, kibana.admin);
  await setDarkMode(dark.page, kibana.url, true);
  const faults: string[] = [];
  for (const [name, address] of seen) {
    await dark.page.goto(address);
    await dark.page.locator('section[data-state="data"]').first().waitFor();
    await until('all is there', async () => (await dark.page.locator('[aria-busy="true"]').count()) === 0);
    await shoot(dark.page, `${name}_dark`);
    faults.push(...(await graveFaults(dark.page, true)));
  }
  await setDarkMode(dark.page, kibana.url, false);
  await dark.context.close();
  expect(faults).toEqual([]);
});

/** The addresses of pages that were looked at in light. */
const seen = new Map<string, string>();
async function screenshot(where: Page, name: string): Promise<void> {
  seen.set(name, where.url());
  await shoot(where, name);
}

/** Does something that makes the page ask; gives what it asked. */
async function asked(where: Page, path: string, act: () => Promise<unknown>): Promise<PanelRequest> {
  const isAnswer = (response: Response) => new URL(response.url()).pathname.endsWith(path);
  const [response] = await Promise.all([where.waitForResponse(isAnswer), act()]);
  return response.request().postDataJSON() as PanelRequest;
}

function identityOf(record: ReadRecord['record']): { readonly type?: string; readonly accessKeyId?: string } {
  return (record['userIdentity'] ?? {}) as { readonly type?: string; readonly accessKeyId?: string };
}
const typeOf = (record: ReadRecord['record']) => identityOf(record).type;
const keyOf = (record: ReadRecord['record']) => identityOf(record).accessKeyId ?? '';

/** Two different calls with one access key, which is used for no others. */
function pairOfOneKey(reads: readonly ReadRecord[]): readonly ReadRecord[] {
  const keys = new Map<string, ReadRecord[]>();
  for (const read of reads) keys.set(keyOf(read.record), [...(keys.get(keyOf(read.record)) ?? []), read]);
  return (
    [...keys.values()].find(
      ([one, other, ...more]) =>
        other !== undefined &&
        more.length === 0 &&
        one?.record['eventName'] !== other.record['eventName'] &&
        Math.abs((one?.at ?? 0) - other.at) < HOUR_MS,
    ) ?? []
  );
}

/** As the records of the estate tell it. */
function travelIncident() {
  const found = estateIncidents({ seed: SEED, now: new Date(kibana.estateEnd) }).find(
    ({ name }) => name === 'far_sign_in',
  );
  const signIns = (found?.events ?? []).filter(({ record }) => record['eventName'] === 'ConsoleLogin');
  const addresses = signIns.map(({ record }) => String(record['sourceIPAddress']));
  const [first] = signIns;
  return { traveller: { account: String(first?.record['recipientAccountId']), addresses } };
}

/** Who does the most different things in one account: of anybody else it may be too few to hide some. */
function busiestUser(range: PanelRequest) {
  const actions = new Map<string, Set<unknown>>();
  for (const { record } of truth.found(range, () => true)) {
    const { arn = '' } = (record['userIdentity'] ?? {}) as { readonly arn?: string };
    const name = arn.split('/').at(-1) ?? '';
    if (!name.includes('@')) continue;
    const user = JSON.stringify({ name, account: record['recipientAccountId'] });
    actions.set(user, (actions.get(user) ?? new Set()).add(record['eventName']));
  }
  const [[user = '{}'] = []] = [...actions].sort(([, a], [, b]) => b.size - a.size);
  return JSON.parse(user) as { readonly name: string; readonly account: string };
}
