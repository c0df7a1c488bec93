/** The dashboards: installed from the app into Kibana's own, and refused to who may not. On a real Kibana they are opened, too. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DashboardsResponse } from '../../common/dashboards';
import { DASHBOARDS_API } from '../../common/ids';
import { launch, logIn, openPage, subject, type Watched } from './browser';
import type { Login } from './global_setup';

const kibana = inject('kibana');
const SCREENSHOTS = fileURLToPath(new URL('../../build/screenshots/', import.meta.url));
const HEADERS = { 'kbn-xsrf': 'true', 'x-elastic-internal-origin': 'Kibana' };

/** As many as a window shows without scrolling, about. */
const FIRST_PANELS = 8;
const DRAWING_MS = 100_000;

let browser: Browser;
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await launch(kibana.url);
});
afterAll(() => browser?.close());

async function openButton({ page }: Watched, login: Login): Promise<void> {
  await logIn(page, kibana.url, login);
  await page.goto(`${kibana.url}/app/cloudtrail`);
  await subject(page, 'cloudtrailDashboards').click();
}

async function boards(page: Page): Promise<DashboardsResponse> {
  const answer = await page.request.get(kibana.url + DASHBOARDS_API, { headers: HEADERS });
  expect(answer.status()).toBe(200);
  return (await answer.json()) as DashboardsResponse;
}

describe('the dashboards', () => {
  test('are refused in words to who may see events, but make no dashboards', async () => {
    const watched = await openPage(browser);
    await openButton(watched, kibana.reader);
    if ((await boards(watched.page)).missing.length > 0) {
      await subject(watched.page, 'cloudtrailInstallDashboards').click();
      await watched.page.getByText('Saved Objects Management').first().waitFor();
      await watched.page.screenshot({ path: `${SCREENSHOTS}dashboards_refused.png` });
    }
    await watched.context.close();
  });

  test('are made in one step, once, and are a click away then', async () => {
    const watched = await openPage(browser);
    const { page } = watched;
    await openButton(watched, kibana.admin);
    const before = await boards(page);
    if (before.missing.length > 0) {
      await page.screenshot({ path: `${SCREENSHOTS}dashboards_missing.png` });
      await subject(page, 'cloudtrailInstallDashboards').click();
    }
    await subject(page, 'cloudtrailReplaceDashboards').waitFor();
    const titles = await subject(page, 'cloudtrailDashboardLink').allInnerTexts();
    expect(titles.map((title) => title.trim())).toEqual([
      'CloudTrail overview',
      'CloudTrail security',
      'CloudTrail source locations',
    ]);
    await page.screenshot({ path: `${SCREENSHOTS}dashboards_installed.png` });
    const again = await page.request.post(kibana.url + DASHBOARDS_API, { headers: HEADERS, data: {} });
    expect(await again.json()).toMatchObject({ made: [], replaced: [] });
    const { present, missing } = await boards(page);
    expect([present.length, missing]).toEqual([before.present.length + before.missing.length, []]);
    if (kibana.isReal) {
      await drawn(
        page,
        present.filter(({ type }) => type === 'dashboard').map(({ id }) => id),
      );
      // somebody else's Kibana keeps what it had, and no more
      const made = before.missing.map(({ type, id }) => ({ type, id }));
      await page.request.post(`${kibana.url}/api/saved_objects/_bulk_delete`, {
        headers: HEADERS,
        data: made,
      });
    }
    await watched.context.close();
  });
});

/** Opens each, and waits until all of its panels are drawn, none with an error. */
async function drawn(page: Page, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await page.goto(`${kibana.url}/app/dashboards#/view/${id}`);
    const rendered = page.locator('[data-test-subj="embeddablePanel"] [data-render-complete="true"]');
    await rendered.nth(FIRST_PANELS).waitFor({ timeout: DRAWING_MS });
    expect(await page.locator('[data-test-subj="embeddableStackError"], .embPanel__error').count()).toBe(0);
    await page.screenshot({ path: `${SCREENSHOTS}${id}.png` });
  }
}
