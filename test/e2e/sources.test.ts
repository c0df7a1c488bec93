/** The pages about sources in a real browser: from an empty page to the first event, and what each user may do. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { PANELS_API, SETUP_API, SOURCES_API } from '../../common/ids';
import type { SourceProblem, SourceState } from '../../common/sources';
import type { HealthFix, HealthWord } from '../../public/pages/sources/frame/source_health';
import { bringAxe, graveFaults } from './axe';
import {
  closeNavigation,
  countIn,
  DESKTOP,
  IS_DARK,
  launch,
  logIn,
  openPage,
  PHONE,
  refreshed,
  setDarkMode,
  shoot,
  sticksOutOnPhone,
  subject,
  totalOf,
  until,
  type Watched,
} from './browser';
import type { Login } from './global_setup';

const kibana = inject('kibana');
const { s3 } = kibana;
const NAME = 'Added in the browser';
/** A real Kibana's own header and navigation come first. */
const MOST_TABS = kibana.isReal ? 150 : 60;
/** What the server may say of a source, and what the page makes of it. */
const STATES: readonly {
  readonly health: HealthWord;
  readonly helps?: HealthFix;
  readonly state: SourceState;
  readonly problem: SourceProblem | null;
  readonly last_fetched_at?: null;
}[] = [
  { health: 'starting', state: 'waiting', problem: null },
  { health: 'fetching', state: 'fetching', problem: null, last_fetched_at: null },
  { health: 'paused', state: 'paused', problem: null },
  {
    health: 'failing',
    state: 'failing',
    problem: problem('aws_throttled', 'S3 asks to be asked less often (SlowDown).', 2),
    helps: 'fetch_now',
  },
  {
    health: 'stopped',
    state: 'stopped',
    problem: problem('aws_bad_credentials', 'AWS does not accept the access key …3ZZZ.', 10),
    helps: 'enter_credentials',
  },
  {
    health: 'locked',
    state: 'secrets_unreadable',
    problem: problem('secrets_unreadable', 'Kibana’s encryption key has changed.', 0),
    helps: 'enter_credentials',
  },
  {
    health: 'locked',
    state: 'write_key_refused',
    problem: problem('elasticsearch_key_refused', 'Elasticsearch does not accept its key.', 0),
    helps: 'renew_key',
  },
];

let browser: Browser;
/** The administrator's own page; most tests go on where the one before left it. */
let admin: Watched;
let page: Page;

beforeAll(async () => {
  browser = await launch(kibana.url);
  admin = await openPage(browser);
  page = admin.page;
  await bringAxe(admin.context);
  await logIn(page, kibana.url, kibana.admin);
  if (IS_DARK) await setDarkMode(page, kibana.url, true);
});
afterAll(async () => {
  if (IS_DARK) await setDarkMode(page, kibana.url, false);
  await deleteWhatIsLeft();
  await browser?.close();
});

describe('adding a source', () => {
  let openedAt = 0;

  test('begins on the Overview while nothing was ever fetched, for those who may', async () => {
    const nothing = { json: { state: 'no_index' } };
    await page.route(`**${PANELS_API}/*`, (route) => route.fulfill(nothing));
    await page.goto(`${kibana.url}/app/cloudtrail`);
    await subject(page, 'cloudtrailNoEventsYet').waitFor();
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'overview_no_source');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    openedAt = Date.now();
    await subject(page, 'cloudtrailAddSource').click();
    await step(page, 'where');
    expect(new URL(page.url()).pathname).toMatch(/\/app\/cloudtrail\/sources\/new$/);
    expect(await page.title()).toContain('Add source');
    await page.unroute(`**${PANELS_API}/*`);
  });

  test.each(['/users', '/users/arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2Fana', '/events'])(
    'begins on %s, too',
    async (path) => {
      const own = await openAs(kibana.admin, '/sources');
      await own.route(/\/internal\/cloudtrail\/(panels|actors|events)/, (route) =>
        route.fulfill({ json: { state: 'no_index' } }),
      );
      await own.goto(`${kibana.url}/app/cloudtrail${path}`);
      await subject(own, 'cloudtrailNoEventsYet').waitFor();
      expect(await subject(own, 'cloudtrailAddSource').count()).toBe(1);
      expect(await own.locator('section[data-state]').count()).toBe(0);
      await own.context().close();
    },
  );

  test('says beside each field what is wrong with it', async () => {
    await next(page);
    expect(await errorOf(page, 'bucket')).toMatch(/bucket/);
    await field(page, 'bucket').fill('not a bucket!');
    await next(page);
    expect(await errorOf(page, 'bucket')).toMatch(/names no bucket/);
    await subject(page, 'cloudtrailAdvanced').getByRole('button').first().click();
    await field(page, 'endpoint').fill('http://169.254.169.254');
    await next(page);
    expect(await errorOf(page, 'endpoint')).toMatch(/allowedEndpoints/);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'wizard_1_where_wrong');
    await field(page, 'endpoint').fill('');
  });

  test('takes apart whatever is pasted, and writes the policy for it', async () => {
    await field(page, 'bucket').fill(`${s3.url}/${s3.bucket}/AWSLogs/`);
    await field(page, 'prefix').focus();
    expect(await subject(page, 'cloudtrailPastedFacts').innerText()).toContain(s3.bucket);
    expect(await field(page, 'bucket').inputValue()).toBe(s3.bucket);
    expect(await field(page, 'endpoint').inputValue()).toBe(s3.url);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'wizard_1_where');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await next(page);
    await step(page, 'how');
    const policy = await subject(page, 'cloudtrailPolicy-policy').innerText();
    expect(policy).toContain(`:s3:::${s3.bucket}/AWSLogs/*`);
    expect(policy).not.toContain('PutObject');
  });

  test('makes an external id for a role, and keeps Kibana’s own identity for those whom kibana.yml lets', async () => {
    await page.getByText('A role', { exact: true }).click();
    await until('there is an external id', async () =>
      /^[0-9a-f-]{36}\./.test(await subject(page, 'cloudtrailExternalId').inputValue()),
    );
    const externalId = await subject(page, 'cloudtrailExternalId').inputValue();
    await subject(page, 'cloudtrailPolicyTab-trust').click();
    const trust = await subject(page, 'cloudtrailPolicy-trust').innerText();
    // long lines are broken on the screen
    expect(trust.replace(/\s/g, '')).toContain(externalId);
    expect(await page.locator('input[value="server"]').isDisabled()).toBe(true);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'wizard_2_role');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await page.getByText('An access key', { exact: true }).click();
  });

  test('says that a secret is wrong, before anything is made', async () => {
    await next(page);
    expect(await errorOf(page, 'access_key_id')).toMatch(/AKIA/);
    await field(page, 'access_key_id').fill(s3.accessKeyId);
    await field(page, 'secret_access_key').fill('not the secret');
    await next(page);
    await tested(page);
    expect(await checkState(page, 'address')).toBe('ok');
    expect(await checkState(page, 'identity')).toBe('failed');
    expect(await subject(page, 'cloudtrailCheck-identity').innerText()).toMatch(/does not accept/);
    expect(await subject(page, 'cloudtrailNext').isDisabled()).toBe(true);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'wizard_3_test_failed');
    expect(await sticksOutOnPhone(page)).toEqual([]);
  });

  test('keeps what was entered on the way back, and passes with the right secret', async () => {
    await subject(page, 'cloudtrailBack').click();
    await step(page, 'how');
    expect(await field(page, 'access_key_id').inputValue()).toBe(s3.accessKeyId);
    await field(page, 'secret_access_key').fill(s3.secretAccessKey);
    await next(page);
    await tested(page);
    for (const check of ['identity', 'list', 'get', 'decrypt', 'cloudtrail', 'elasticsearch'])
      expect(await checkState(page, check), check).toBe('ok');
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'wizard_3_test');
  });

  test('shows what is in the bucket and what it brings before the first day is chosen', async () => {
    await next(page);
    await page.locator('[data-test-subj="cloudtrailPreview"][data-state="done"]').waitFor();
    expect(await countIn(page, 'cloudtrailPreviewAccounts')).toBeGreaterThan(0);
    expect(await subject(page, 'cloudtrailSample').count()).toBeGreaterThan(0);
    const aWeek = await subject(page, 'cloudtrailEstimate').innerText();
    await page.getByText('1 day back').click();
    expect(await subject(page, 'cloudtrailEstimate').innerText()).not.toBe(aWeek);
    await page.getByText('30 days back').click();
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'wizard_4_preview');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await next(page);
  });

  test('warns of what an option brings, and takes no redaction that would lose an event', async () => {
    await step(page, 'options');
    expect(await field(page, 'name').inputValue()).toBe(s3.bucket);
    await field(page, 'name').fill(NAME);
    await field(page, 'namespace').locator('input').fill(kibana.spareNamespace);
    await page.keyboard.press('Enter');
    // never the settings of the name before: what is changed in them would be lost
    expect(await subject(page, 'cloudtrailNamespaceFields').innerText()).toContain(kibana.spareNamespace);
    await field(page, 'exclude_regions').locator('input').fill('us-east-1');
    await page.keyboard.press('Enter');
    await subject(page, 'cloudtrailGlobalRegionWarning').waitFor();
    await page.keyboard.press('Backspace');
    await subject(page, 'cloudtrailGlobalRegionWarning').waitFor({ state: 'detached' });
    await subject(page, 'cloudtrailNamespace-elastic_alias').click();
    expect(await subject(page, 'cloudtrailAliasWarning').innerText()).toContain('logs-*');
    await subject(page, 'cloudtrailAddRedaction').click();
    await subject(page, 'cloudtrailRedactionField').fill('eventTime');
    expect(await subject(page, 'cloudtrailNext').isDisabled()).toBe(true);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'wizard_5_options');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await subject(page, 'cloudtrailRedactionField').fill('userAgent');
    await subject(page, 'cloudtrailNamespace-elastic_alias').click();
  });

  test('asks before what was entered is lost', async () => {
    await subject(page, 'cloudtrailTab-overview').click();
    await subject(page, 'cloudtrailLeaveConfirm').waitFor();
    await page.getByText('Stay here').click();
    await step(page, 'options');
    expect(await field(page, 'name').inputValue()).toBe(NAME);
  });

  test('keeps no secret in the address or in the browser’s storage', async () => {
    const kept = await page.evaluate(() =>
      JSON.stringify([
        window.location.href,
        window.history.state,
        { ...localStorage },
        { ...sessionStorage },
      ]),
    );
    expect(kept).not.toContain(s3.secretAccessKey);
  });

  test('has the first events on the screen soon after it starts', async () => {
    const startedAt = Date.now();
    await next(page);
    await subject(page, 'cloudtrailStarted').waitFor();
    await until('the first events are there', async () => (await countIn(page, 'cloudtrailFirstEvents')) > 0);
    const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(1);
    process.stdout.write(
      `first events ${seconds(startedAt)} s after the start, ${seconds(openedAt)} s after the app was opened\n`,
    );
    await until('all of them are', async () => (await countIn(page, 'cloudtrailFirstEvents')) === s3.events);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'wizard_6_start');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await refreshed(page, () => subject(page, 'cloudtrailSeeEvents').click());
    expect(await totalOf(page, 'events_over_time')).toBeGreaterThanOrEqual(s3.events);
  });
});

describe('the sources that are there', () => {
  test('are listed with how they do, without a word of their secrets', async () => {
    await subject(page, 'cloudtrailTab-sources').click();
    const card = cardOf(page);
    await card.waitFor();
    await until('it is healthy', async () => (await card.getAttribute('data-health')) === 'healthy');
    expect(await countIn(page, 'cloudtrailSourceEvents', card)).toBe(s3.events);
    expect(await page.content()).not.toContain(s3.secretAccessKey);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'sources');
  });

  test('show their accounts, runs, settings and write key on a page of their own', async () => {
    await cardOf(page).locator('[data-test-subj="cloudtrailSourceLink"]').click();
    await subject(page, 'cloudtrailSourceDetails').waitFor();
    expect(await subject(page, 'cloudtrailAccountRegion').count()).toBeGreaterThan(0);
    expect(await subject(page, 'cloudtrailRun').count()).toBeGreaterThan(0);
    expect(await subject(page, 'cloudtrailSourceSettings').innerText()).toContain(kibana.spareNamespace);
    expect(await subject(page, 'cloudtrailWriteKey').innerText()).toContain(kibana.admin.username);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'source');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    // a link to it leads to it
    await page.reload();
    await subject(page, 'cloudtrailSourceDetails').waitFor();
  });

  test('pause and resume', async () => {
    const health = () => subject(page, 'cloudtrailSourceStatus').getAttribute('data-health');
    for (const word of ['paused', 'healthy']) {
      await subject(page, 'cloudtrailSourceActions').click();
      await subject(page, 'cloudtrailPauseSource').waitFor();
      expect(await graveFaults(page, IS_DARK)).toEqual([]);
      await subject(page, 'cloudtrailPauseSource').click();
      await until(`it is ${word}`, async () => (await health()) === word);
    }
  });

  test('are changed without their secrets being entered again', async () => {
    await subject(page, 'cloudtrailSourceActions').click();
    await subject(page, 'cloudtrailEditSource').click();
    await subject(page, 'cloudtrailEditPage').waitFor();
    expect(await field(page, 'secret_access_key').inputValue()).toBe('');
    await subject(page, 'cloudtrailTestEdited').click();
    await tested(page);
    expect(await checkState(page, 'get')).toBe('ok');
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'source_edit');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await field(page, 'interval').fill('soon');
    await subject(page, 'cloudtrailSave').click();
    expect(await errorOf(page, 'interval')).toMatch(/1m/);
    await field(page, 'interval').fill('2m');
    await subject(page, 'cloudtrailSave').click();
    await subject(page, 'cloudtrailSourceSettings').waitFor();
    expect(await subject(page, 'cloudtrailSourceSettings').innerText()).toContain('2m');
  });

  test('say in one word how they do, why, and what helps', async () => {
    for (const { health, helps, ...changes } of STATES) {
      await page.route(`**${SOURCES_API}/*/status`, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), ...changes } });
      });
      await page.goto(`${kibana.url}/app/cloudtrail/sources`);
      const card = cardOf(page);
      await until(
        `the word is ${health}`,
        async () => (await card.getAttribute('data-health').catch(() => null)) === health,
      );
      const problem = card.locator('[data-test-subj="cloudtrailSourceProblem"]');
      expect(await problem.count(), health).toBe(changes.problem === null ? 0 : 1);
      if (changes.problem !== null) expect(await problem.innerText()).toContain(changes.problem.message);
      if (helps !== undefined)
        expect(await card.locator(`[data-test-subj="cloudtrailFix-${helps}"]`).count(), health).toBe(1);
      await shoot(page, `source_state_${changes.state}`);
      // an answer that is being changed is sent all the same
      await page.unrouteAll({ behavior: 'wait' });
    }
  });

  test('of kibana.yml are marked, and wait for who authorises them', async () => {
    const card = cardOf(page);
    const id = await card.getAttribute('data-source');
    const waiting = problem('needs_authorisation', 'It has no key to write with.', 0);
    await page.route(`**${SOURCES_API}`, async (route) => {
      const answer = await route.fetch();
      const { sources } = (await answer.json()) as { sources: readonly object[] };
      const declared = sources.map((source) => ({
        ...source,
        settings_key: 'production',
        write_key: undefined,
      }));
      await route.fulfill({ response: answer, json: { sources: declared } });
    });
    await page.route(`**${SOURCES_API}/*/status`, async (route) => {
      const answer = await route.fetch();
      const status = (await answer.json()) as object;
      const json = { ...status, state: 'needs_authorisation', problem: waiting };
      await route.fulfill({ response: answer, json });
    });
    const lent: string[] = [];
    await page.route(`**${SOURCES_API}/*/_renew_key`, async (route) => {
      lent.push(route.request().url());
      await route.fulfill({ json: {} });
    });
    onTestFinished(() => page.unrouteAll({ behavior: 'wait' }));
    await page.goto(`${kibana.url}/app/cloudtrail/sources`);
    await until(
      'it waits for a key',
      async () => (await card.getAttribute('data-health').catch(() => null)) === 'unauthorised',
    );
    expect(await card.locator('[data-test-subj="cloudtrailDeclared"]').innerText()).toBe('kibana.yml');
    await shoot(page, 'source_state_needs_authorisation');
    await card.locator('[data-test-subj="cloudtrailSourceActions"]').click();
    await subject(page, 'cloudtrailPauseSource').waitFor();
    for (const change of ['cloudtrailEditSource', 'cloudtrailDeleteSource'])
      expect(await subject(page, change).count(), change).toBe(0);
    await page.keyboard.press('Escape');
    await card.locator('[data-test-subj="cloudtrailFix-authorise"]').click();
    await until('somebody has lent it a key', async () => lent.length > 0);
    expect(lent.map((url) => new URL(url).pathname)).toEqual([`${SOURCES_API}/${id}/_renew_key`]);
  });

  test('can not be added where Kibana can not encrypt, and the page says how it can', async () => {
    await page.route(`**${SETUP_API}`, async (route) => {
      const answer = await route.fetch();
      const json = { ...((await answer.json()) as object), can_encrypt: false };
      await route.fulfill({ response: answer, json });
    });
    onTestFinished(() => page.unrouteAll({ behavior: 'wait' }));
    await page.goto(`${kibana.url}/app/cloudtrail/sources/new`);
    const told = await subject(page, 'cloudtrailNoEncryptionKey').innerText();
    expect(told).toContain('xpack.encryptedSavedObjects.encryptionKey');
    expect(await field(page, 'bucket').count()).toBe(0);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'sources_no_encryption_key');
    expect(await sticksOutOnPhone(page)).toEqual([]);
  });

  test('say so when Kibana does not answer, and keep what they showed', async () => {
    await page.goto(`${kibana.url}/app/cloudtrail/sources`);
    await cardOf(page).waitFor();
    await page.route(`**${SOURCES_API}`, (route) => route.abort());
    await subject(page, 'cloudtrailStale').waitFor();
    expect(await cardOf(page).count()).toBe(1);
    await page.unroute(`**${SOURCES_API}`);
    await subject(page, 'cloudtrailStale').waitFor({ state: 'detached' });
  });

  test('fit a screen of 320 pixels', async () => {
    await page.setViewportSize(PHONE);
    onTestFinished(() => page.setViewportSize(DESKTOP));
    await closeNavigation(page);
    await cardOf(page).waitFor();
    await shoot(page, 'sources_320px');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    const wide = await subject(page, 'cloudtrailSourcesList').evaluate((list) =>
      [...list.querySelectorAll('*')].flatMap((element) => {
        // the tabs scroll by themselves
        if (element.parentElement?.closest('[role="tablist"]')) return [];
        return element.getBoundingClientRect().right > window.innerWidth
          ? [element.outerHTML.slice(0, 120)]
          : [];
      }),
    );
    expect(wide).toEqual([]);
  });

  test('are deleted by who types their name, and leave their events', async () => {
    const card = cardOf(page);
    await card.locator('[data-test-subj="cloudtrailSourceActions"]').click();
    await subject(page, 'cloudtrailDeleteSource').click();
    const confirm = subject(page, 'confirmModalConfirmButton');
    expect(await confirm.isDisabled()).toBe(true);
    await subject(page, 'cloudtrailDeleteName').fill(NAME);
    expect(await graveFaults(page, IS_DARK)).toEqual([]);
    await shoot(page, 'source_delete');
    expect(await sticksOutOnPhone(page)).toEqual([]);
    await confirm.click();
    await card.waitFor({ state: 'detached' });
    await refreshed(page, () => subject(page, 'cloudtrailTab-overview').click());
    expect(await subject(page, 'cloudtrailNoEventsYet').count()).toBe(0);
  });

  test('raise no error in the browser, and nothing that its policy forbids', () => {
    const isOurs = (line: string) => !kibana.isReal || line.includes('/plugin/cloudtrail/');
    expect(admin.violations.filter(isOurs)).toEqual([]);
    // the browser itself reports the requests that the tests have cut off
    const isCutOff = (line: string) => line.includes('net::ERR_FAILED');
    expect(admin.errors.filter((line) => isOurs(line) && !isCutOff(line))).toEqual([]);
  });
});

describe('the wizard by keyboard alone', () => {
  test('goes from step to step, and says what is wrong where the focus is', async () => {
    await page.goto(`${kibana.url}/app/cloudtrail/sources/new`);
    await step(page, 'where');
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testSubj'] ?? '');
    const tabTo = async (name: string) => {
      for (let tabs = 0; (await focused()) !== name && tabs < MOST_TABS; tabs += 1)
        await page.keyboard.press('Tab');
      expect(await focused()).toBe(name);
    };
    // the first field has the focus, which a real Kibana takes away to say the page's new title
    if (kibana.isReal) await tabTo('cloudtrailNext');
    await page.keyboard.press('Enter');
    await until('the wrong field has the focus', async () => (await focused()) === 'cloudtrailField-bucket');
    await page.keyboard.type('some-bucket');
    await page.keyboard.press('Enter');
    await step(page, 'how');
    await tabTo('cloudtrailNext');
    await page.keyboard.press('Enter');
    await until(
      'the key id has the focus',
      async () => (await focused()) === 'cloudtrailField-access_key_id',
    );
  });
});

describe('somebody with other rights', () => {
  test('who may see sources finds no button that changes one', async () => {
    const own = await openAs(kibana.sourcesViewer, '/sources');
    await subject(own, 'cloudtrailOnlySee').waitFor();
    for (const name of ['cloudtrailAddSource', 'cloudtrailFetchNow', 'cloudtrailPauseBackfill'])
      expect(await subject(own, name).count(), name).toBe(0);
    await subject(own, 'cloudtrailSourceActions').first().click();
    expect(await subject(own, 'cloudtrailCopyDiagnostics').count()).toBe(1);
    expect(await subject(own, 'cloudtrailDeleteSource').count()).toBe(0);
    await shoot(own, 'sources_only_see');
    await own.goto(`${kibana.url}/app/cloudtrail/sources/new`);
    expect(await subject(own, 'cloudtrailSourcesNoManage').innerText()).toContain('CloudTrail sources: All');
    await own.context().close();
  });

  test('who may read events is told which privilege sources want, and whom to ask for one', async () => {
    const own = await openAs(kibana.reader, '/sources');
    expect(await subject(own, 'cloudtrailSourcesNoRight').innerText()).toContain('CloudTrail sources: Read');
    await shoot(own, 'sources_no_right');
    await own.route(`**${PANELS_API}/*`, (route) => route.fulfill({ json: { state: 'no_index' } }));
    await subject(own, 'cloudtrailTab-overview').click();
    await subject(own, 'cloudtrailAskForSource').waitFor();
    expect(await subject(own, 'cloudtrailAddSource').count()).toBe(0);
    await own.context().close();
  });
});

function problem(code: string, message: string, attempts: number): SourceProblem {
  const now = new Date().toISOString();
  return { code, message, attempts, since: now, retry_at: now, slice: 0 };
}

const field = (where: Page, name: string) => subject(where, `cloudtrailField-${name}`);
const cardOf = (where: Page) => subject(where, 'cloudtrailSourceCard').filter({ hasText: NAME });

async function step(where: Page, name: string): Promise<void> {
  await subject(where, `cloudtrailStep-${name}`).waitFor();
}

async function next(where: Page): Promise<void> {
  await subject(where, 'cloudtrailNext').click();
}

/** Returns when the test is over, however it ended. */
async function tested(where: Page): Promise<void> {
  await subject(where, 'cloudtrailTestOutcome').waitFor();
}

async function checkState(where: Page, check: string): Promise<string | null> {
  return subject(where, `cloudtrailCheck-${check}`).getAttribute('data-state');
}

/** What is said beside a field. */
async function errorOf(where: Page, name: string): Promise<string> {
  const row = where.locator('.euiFormRow').filter({ has: field(where, name) });
  return row.locator('.euiFormErrorText').last().innerText();
}

async function openAs(login: Login, path: string): Promise<Page> {
  const { page: own } = await openPage(browser);
  await logIn(own, kibana.url, login);
  await own.goto(`${kibana.url}/app/cloudtrail${path}`);
  return own;
}

/** A test that failed half-way leaves a source behind. */
async function deleteWhatIsLeft(): Promise<void> {
  const headers = { 'kbn-xsrf': 'true' };
  const answer = await page.request.get(`${kibana.url}${SOURCES_API}`);
  const { sources } = (await answer.json()) as { sources: readonly { id: string; namespace: string }[] };
  for (const { id, namespace } of sources) {
    if (namespace === kibana.spareNamespace)
      await page.request.delete(`${kibana.url}${SOURCES_API}/${id}`, { headers });
  }
}
