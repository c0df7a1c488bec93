/** What only a real Kibana has: Discover, the inspector, the query bar's suggestions and the search over all of Kibana. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launch, logIn, openPage, panel, refreshed, shoot, subject, totalOf, until } from './browser';

const kibana = inject('kibana');
const HEADERS = { 'kbn-xsrf': 'true' };

describe.skipIf(!kibana.isReal)('a real Kibana', () => {
  let browser: Browser;
  let page: Page;
  let wasSaved: boolean | undefined;
  const dataView = `${kibana.url}/api/data_views/data_view/cloudtrail-events`;

  beforeAll(async () => {
    browser = await launch(kibana.url);
    ({ page } = await openPage(browser));
    // the reader has no right to Discover
    await logIn(page, kibana.url, kibana.admin);
    wasSaved = (await page.request.get(dataView)).ok();
    await refreshed(page, () => page.goto(`${kibana.url}/app/cloudtrail`));
    await refreshed(page, () => subject(page, 'cloudtrailShowDataRange').click());
  });
  afterAll(async () => {
    // the way to Discover has made it where there was none
    if (wasSaved === false) await page.request.delete(dataView, { headers: HEADERS });
    await browser?.close();
  });

  test('suggests a field while a query is typed', async () => {
    await subject(page, 'queryInput').pressSequentially('cloudtrail.act');
    const field = page.locator('[data-test-subj^="autocompleteSuggestion-field-cloudtrail.actor.name"]');
    await field.waitFor();
    await field.click();
    await until('it is in the query', async () =>
      (await subject(page, 'queryInput').inputValue()).startsWith('cloudtrail.actor.name'),
    );
    await subject(page, 'queryInput').fill('');
    await page.keyboard.press('Escape');
  });

  test('shows in its inspector what a panel asked Elasticsearch, and the answer', async () => {
    await subject(page, 'cloudtrailPanelMenu-root_use').click();
    await subject(page, 'cloudtrailPanelInspect-root_use').click();
    await subject(page, 'inspectorPanel').waitFor();
    await subject(page, 'inspectorRequestDetailRequest').click();
    // an editor that draws the lines in sight only
    const code = subject(page, 'inspectorRequestCodeViewerContainer');
    await code.filter({ hasText: /"(query|aggs|aggregations|size)"/ }).waitFor();
    await subject(page, 'inspectorRequestDetailResponse').click();
    await code.filter({ hasText: '"took"' }).waitFor();
    await shoot(page, 'inspector');
    await subject(page, 'euiFlyoutCloseButton').click();
  });

  test('leads from a panel to the same events in Discover, with its time and filters', async () => {
    const link = panel(page, 'root_use').locator('[data-test-subj="cloudtrailFilterLink"]').first();
    const { from, to } = await refreshed(page, () => link.click());
    const total = await totalOf(page, 'root_use');
    expect(total).toBeGreaterThan(0);
    const time = /time:\(from:[^)]+\)/.exec(decodeURIComponent(page.url()))?.[0] ?? `${from} ${to}`;
    await subject(page, 'cloudtrailPanelMenu-root_use').click();
    await Promise.all([
      page.waitForURL(/\/app\/discover/),
      subject(page, 'cloudtrailPanelDiscover-root_use').click(),
    ]);
    await subject(page, 'unifiedHistogramQueryHits')
      .filter({ hasText: total.toLocaleString('en-US') })
      .waitFor();
    expect(decodeURIComponent(page.url())).toContain(time);
    expect(await subject(page, 'filter-key-event.action').count()).toBe(1);
    await shoot(page, 'discover');
  });

  test('finds a page of the app by the search over all of Kibana', async () => {
    await subject(page, 'nav-search-input').fill('CloudTrail Events');
    const found = subject(page, 'nav-search-option').filter({ hasText: 'CloudTrail / Events' }).first();
    await found.waitFor();
    // its list is drawn anew with each part of the answer: a press may hit what is going
    await until('the page is open', async () => {
      if (await found.isVisible()) await found.click({ timeout: 2_000 }).catch(() => undefined);
      return page.url().includes('/app/cloudtrail/events');
    });
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
  });
});
