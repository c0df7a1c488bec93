/** The page of prebuilt rules in a real browser: what each would have found, adding some, and what people change. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { STOCK_DETECTIONS } from '../../common/detections/catalogue';
import { stockRuleId } from '../../common/detections/stock_rule';
import { bringAxe, graveFaults } from './axe';
import {
  launch,
  logIn,
  openPage,
  setDarkMode,
  shoot,
  sticksOutOnPhone,
  subject,
  until,
  type Watched,
} from './browser';
import { KibanaRules } from './kibana_rules';

const kibana = inject('kibana');
const rules = new KibanaRules();
const ABROAD = 'access_from_outside_home_countries';
const ADDED = ['root_use', ABROAD];
/** Within the estate's last two days somebody guesses passwords. */
const GUESSED = 'console_sign_in_failures';

let browser: Browser;
let admin: Watched;
let page: Page;

beforeAll(async () => {
  browser = await launch(kibana.url);
  admin = await openPage(browser);
  page = admin.page;
  await bringAxe(admin.context);
  if (!kibana.isReal) await rules.attachTo(page);
  await logIn(page, kibana.url, kibana.admin);
  await open();
});
afterAll(async () => {
  // a real Kibana keeps what a test that failed has added
  const headers = { 'kbn-xsrf': 'true' };
  if (kibana.isReal)
    for (const id of ADDED.map((detection) => stockRuleId(detection, 'default')))
      await page?.request.delete(`${kibana.url}/api/alerting/rule/${id}`, { headers });
  await browser?.close();
});

describe('the page of alerts', () => {
  test('lists each rule with what it would have found, before it is switched on', async () => {
    for (const { id } of STOCK_DETECTIONS) await row(id).waitFor();
    const found = subject(page, `cloudtrailFound-${GUESSED}-30_days`);
    await found.waitFor();
    expect(Number.parseInt(await found.innerText(), 10)).toBeGreaterThan(0);
    // nobody can guess home countries
    expect(await subject(page, `cloudtrailFound-${ABROAD}-30_days`).count()).toBe(0);
    await until(
      'all previews are there',
      async () => (await page.locator('.euiLoadingSpinner').count()) === 0,
    );
    expect(await graveFaults(page)).toEqual([]);
    await shoot(page, 'alerts');
    expect(await sticksOutOnPhone(page)).toEqual([]);
  });

  test('shows what a rule is about, and the newest events that it finds', async () => {
    await subject(page, `cloudtrailAbout-${GUESSED}`).click();
    const details = subject(page, `cloudtrailDetails-${GUESSED}`);
    await details.waitFor();
    expect(await details.innerText()).toMatch(/Why it matters[\s\S]*CIS v3\.0 4\.6[\s\S]*The newest events/);
    expect(await graveFaults(page)).toEqual([]);
    await shoot(page, 'alerts_details');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await subject(page, `cloudtrailAbout-${GUESSED}`).click();
  });

  test('is narrowed by words and by severity', async () => {
    await subject(page, 'cloudtrailAlertsSearch').fill('stoplogging');
    await until(
      'one rule is left',
      async () => (await page.locator('[data-test-subj^="cloudtrailAlert-"]').count()) === 1,
    );
    await row('cloudtrail_changes').waitFor();
    await subject(page, 'cloudtrailAlertsSearch').fill('');
    await row('root_use').waitFor();
  });

  test('adds the selected rules, with home countries for the one that needs them', async () => {
    for (const id of ADDED) await page.locator(`#cloudtrailSelect-${id}`).click();
    await subject(page, 'cloudtrailAlertsAddSelected').click();
    await subject(page, 'cloudtrailAddRules').waitFor();
    const home = subject(page, 'cloudtrailHomeCountries').locator('input');
    for (const code of ['us', 'IL']) {
      await home.fill(code);
      await page.keyboard.press('Enter');
    }
    await subject(page, 'cloudtrailHomePreview').waitFor();
    expect(await graveFaults(page)).toEqual([]);
    await shoot(page, 'alerts_add');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await subject(page, 'cloudtrailAddRulesConfirm').click();
    await subject(page, 'cloudtrailAddRules').waitFor({ state: 'detached' });
    for (const id of ADDED) await subject(page, `cloudtrailSwitch-${id}`).waitFor();
    // with its settings it can be previewed, too
    await subject(page, `cloudtrailFound-${ABROAD}-30_days`).waitFor();
    expect(await graveFaults(page)).toEqual([]);
    await shoot(page, 'alerts_added');
    expect(await sticksOutOnPhone(page)).toEqual([]);
  });

  test('switches a rule off and on again', async () => {
    const control = subject(page, 'cloudtrailSwitch-root_use');
    await control.click();
    await until('the rule is off', async () => (await control.getAttribute('aria-checked')) === 'false');
    await control.click();
    await until('the rule is on', async () => (await control.getAttribute('aria-checked')) === 'true');
  });

  test('leads to the rule in Kibana', async () => {
    const href = await subject(page, 'cloudtrailOpenRule-root_use').getAttribute('href');
    expect(href).toBe(
      `/app/management/insightsAndAlerting/triggersActions/rule/${stockRuleId('root_use', 'default')}`,
    );
  });

  test('deletes a rule when told so twice', async () => {
    for (const id of ADDED) {
      await subject(page, `cloudtrailDelete-${id}`).click();
      await subject(page, 'confirmModalConfirmButton').click();
      await subject(page, `cloudtrailAdd-${id}`).waitFor();
    }
  });

  test('makes no noise in the browser', () => {
    expect(admin.errors.filter((error) => error.includes('/bundles/plugin/cloudtrail/'))).toEqual([]);
  });
});

describe.skipIf(kibana.isReal)('with Kibana’s rules in memory', () => {
  const id = stockRuleId('root_use', 'default');

  test('a rule that somebody edited is marked, and keeps the edit until its owner says otherwise', async () => {
    await add('root_use');
    rules.edit(id, { schedule: { interval: '7m' }, tags: withOlderMark(id) });
    await open();
    expect(await row('root_use').innerText()).toMatch(/Changed[\s\S]*New version/);
    await shoot(page, 'alerts_changed');
    await subject(page, 'cloudtrailTakeOver-root_use').click();
    await subject(page, 'confirmModalCancelButton').click();
    expect(rules.rules.get(id)?.schedule.interval).toBe('7m');
    await subject(page, 'cloudtrailTakeOver-root_use').click();
    await subject(page, 'confirmModalConfirmButton').click();
    await until('it is put', async () => rules.rules.get(id)?.schedule.interval === '1m');
    expect(rules.rules.get(id)?.tags).toContain('team-blue');
    await until('the marks are gone', async () => !/Changed/.test(await row('root_use').innerText()));
  });

  test('without alerting the page says so, and what the rules would have found all the same', async () => {
    for (const [status, hasKey, message] of [
      [403, true, 'cloudtrailAlertsUnavailable-no_right'],
      [404, true, 'cloudtrailAlertsUnavailable-absent'],
      [200, false, 'cloudtrailAlertsUnavailable-no_key'],
    ] as const) {
      rules.healthStatus = status;
      rules.hasEncryptionKey = hasKey;
      await open();
      await subject(page, message).waitFor();
      expect(await subject(page, 'cloudtrailAlertsAddRecommended').count()).toBe(0);
      await subject(page, 'cloudtrailFound-root_use-30_days').waitFor();
      if (!hasKey) await shoot(page, 'alerts_no_key');
    }
    rules.healthStatus = 200;
    rules.hasEncryptionKey = true;
  });

  test('who may not read the events is told so in place of adding rules that would fail', async () => {
    const watched = await openPage(browser);
    await rules.attachTo(watched.page);
    await logIn(watched.page, kibana.url, kibana.withoutIndexRight);
    await watched.page.goto(`${kibana.url}/app/cloudtrail/alerts`);
    await subject(watched.page, 'cloudtrailAlertsNoIndexRight').waitFor();
    expect(await subject(watched.page, 'cloudtrailAlertsAddRecommended').count()).toBe(0);
    expect(await subject(watched.page, 'cloudtrailAdd-iam_policy_changes').count()).toBe(0);
    await shoot(watched.page, 'alerts_no_index_right');
    await watched.context.close();
  });

  test('is readable in the dark', async () => {
    await setDarkMode(page, kibana.url, true);
    await open();
    await subject(page, 'cloudtrailAbout-root_use').click();
    const faults = await graveFaults(page, true);
    await shoot(page, 'alerts_dark');
    await setDarkMode(page, kibana.url, false);
    expect(faults).toEqual([]);
  });
});

const row = (id: string) => subject(page, `cloudtrailAlert-${id}`);

async function open(): Promise<void> {
  await page.goto(`${kibana.url}/app/cloudtrail/alerts`);
  await subject(page, 'cloudtrailAlertsTable').waitFor();
}

async function add(detection: string): Promise<void> {
  await subject(page, `cloudtrailAdd-${detection}`).click();
  await subject(page, 'cloudtrailAddRulesConfirm').click();
  await subject(page, `cloudtrailSwitch-${detection}`).waitFor();
}

/** As if an earlier catalogue had made another rule, and somebody tagged it. */
function withOlderMark(id: string): readonly string[] {
  const { tags = [] } = rules.rules.get(id) ?? {};
  return [
    ...tags.map((tag) => (tag.startsWith('cloudtrail-made:') ? 'cloudtrail-made:1.000000000000' : tag)),
    'team-blue',
  ];
}
