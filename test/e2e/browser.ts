/** A browser that goes nowhere but to Kibana, and what its pages did: requests, errors, violations of Kibana's policy. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
  type Response,
} from 'playwright-core';
import { PANELS_API } from '../../common/ids';
import type { PanelId, PanelRequest } from '../../common/panels';
import type { Login } from './global_setup';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WAIT_MS = 30_000;
const PAUSE_MS = 50;
const SHOWN_PANELS = 12;
const SCREENSHOTS = fileURLToPath(new URL('../../build/screenshots/', import.meta.url));
/** Set by `--dark`: pages are then looked at in Kibana's dark mode, and their pictures named for it. */
export const IS_DARK = process.env['E2E_DARK'] === 'true';
/** Of Kibana's internal routes. */
const HEADERS = { 'kbn-xsrf': 'true', 'x-elastic-internal-origin': 'Kibana' };
export const DESKTOP = { width: 1440, height: 900 };
/** As narrow as a page must fit without being scrolled sideways (WCAG 1.4.10). */
export const PHONE = { width: 320, height: 800 };
const STICKING_OUT = 5;

/** Everything that went on in a context, from its first page on. */
export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses of all requests. */
  readonly requests: readonly string[];
  /** Messages of console.error, and of errors that nobody caught. */
  readonly errors: readonly string[];
  /** Violations of the content security policy. */
  readonly violations: readonly string[];
}

/** Names of any other host resolve to nothing. */
export function launch(url: string): Promise<Browser> {
  const { hostname } = new URL(url);
  return chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: [...FLAGS, `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${hostname}`],
  });
}

/** A fresh profile with one page. */
export async function openPage(browser: Browser, viewport = DESKTOP): Promise<Watched> {
  const context = await browser.newContext({
    ...{ viewport, locale: 'en-US', timezoneId: 'UTC' },
    // spinners that turn cost more than all the rest where nothing but the processor draws
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(WAIT_MS);
  const requests: string[] = [];
  const errors: string[] = [];
  const violations: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => errors.push(error.error().stack ?? String(error.error())));
  await context.exposeFunction('reportViolation', (text: string) => violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      (globalThis as unknown as { reportViolation(text: string): void }).reportViolation(
        `${violatedDirective}: ${blockedURI} (${sourceFile})`,
      );
    });
  });
  return { context, page: await context.newPage(), requests, errors, violations };
}

/** A locator of Kibana's and our own names for tests. */
export const subject = (page: Page, name: string) => page.locator(`[data-test-subj~="${name}"]`);
export const panel = (page: Page, id: PanelId) => subject(page, `cloudtrailPanel-${id}`);

/** Through the login page, and on to where Kibana leads. */
export async function logInByForm(page: Page, url: string, { username, password }: Login): Promise<void> {
  await page.goto(`${url}/login`);
  await subject(page, 'loginUsername').fill(username);
  await subject(page, 'loginPassword').fill(password);
  await Promise.all([
    page.waitForURL((address) => !address.pathname.endsWith('/login')),
    subject(page, 'loginSubmit').click(),
  ]);
}

/** As the login page does, without loading it and the page to which it leads. */
export async function logIn(page: Page, url: string, { username, password }: Login): Promise<void> {
  const response = await page.request.post(`${url}/internal/security/login`, {
    headers: HEADERS,
    data: {
      providerType: 'basic',
      providerName: 'basic',
      currentURL: `${url}/login`,
      params: { username, password },
    },
  });
  if (!response.ok()) throw new Error(`logging in answered ${response.status()}`);
}

/** As the settings page does; the page's own session is whose mode it is. */
export async function setDarkMode(page: Page, url: string, isDark: boolean): Promise<void> {
  const response = await page.request.post(`${url}/internal/kibana/settings`, {
    headers: HEADERS,
    data: { changes: { 'theme:darkMode': isDark } },
  });
  if (!response.ok()) throw new Error(`Kibana's settings answered ${response.status()}`);
}

/**
 * A picture of the whole page in build/screenshots. The window grows to the page's height for it: Playwright's own full-page
 * pictures make the window 1 × 1 for a moment, and what depends on its width (Kibana's navigation) may stay as it was then.
 */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const before = page.viewportSize() ?? DESKTOP;
  const height = await page.evaluate(() => {
    window.scrollTo(0, 0);
    return document.documentElement.scrollHeight;
  });
  if (height > before.height) await page.setViewportSize({ width: before.width, height });
  await page.screenshot({ path: `${SCREENSHOTS}${name}${IS_DARK ? '_dark' : ''}.png` });
  if (height > before.height) await page.setViewportSize(before);
}

/** On a phone's screen: what makes the page wider than that, if anything does; what scrolls within itself does not. */
export async function sticksOutOnPhone(page: Page): Promise<readonly string[]> {
  const before = page.viewportSize() ?? DESKTOP;
  // docked to a wide page, it would come to lie over a narrow one, and stay there
  if (await subject(page, 'collapsibleNav').isVisible()) await subject(page, 'toggleNavButton').click();
  await page.setViewportSize(PHONE);
  const found = await page.evaluate((most) => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isOut = (element: Element) => element.getBoundingClientRect().right > clientWidth;
    const out = [...document.querySelectorAll('body *')].filter(isOut);
    // the one that is wider than its parent comes first
    const widest = (one: Element) =>
      one.getBoundingClientRect().width > (one.parentElement?.getBoundingClientRect().width ?? 0);
    const found = [...out.filter(widest), ...out].slice(0, most);
    return [`${scrollWidth} px wide`, ...found.map(({ outerHTML }) => outerHTML.slice(0, 160))];
  }, STICKING_OUT);
  await page.setViewportSize(before);
  return found;
}

/** From the side navigation, wherever the page is. */
export async function openFromNavigation(page: Page): Promise<void> {
  await openNavigation(page);
  // by key: Kibana's navigation is still filling itself, and a click would hit what has moved there
  await subject(page, 'collapsibleNavAppLink').filter({ hasText: 'CloudTrail' }).press('Enter');
  await subject(page, 'cloudtrailOverview').waitFor();
}

export async function openNavigation(page: Page): Promise<void> {
  const toggle = subject(page, 'toggleNavButton');
  await toggle.waitFor();
  if (!(await subject(page, 'collapsibleNav').isVisible())) await toggle.click();
  await subject(page, 'collapsibleNav').waitFor();
}

/** On narrow screens it lies over the page. */
export async function closeNavigation(page: Page): Promise<void> {
  if (!(await subject(page, 'collapsibleNav').isVisible())) return;
  await page.keyboard.press('Escape');
  if (await subject(page, 'collapsibleNav').isVisible()) await subject(page, 'toggleNavButton').click();
  await subject(page, 'collapsibleNav').waitFor({ state: 'hidden' });
}

/** Does something that makes the panels ask anew; gives what they asked, once each has its answer. */
export async function refreshed(page: Page, act: () => Promise<unknown>): Promise<PanelRequest> {
  const isAnswer = (response: Response) =>
    new URL(response.url()).pathname.endsWith(`${PANELS_API}/events_over_time`);
  // longer than anything that `act` waits for: what it says is the better reason
  const waiting = page.waitForResponse(isAnswer, { timeout: WAIT_MS + 10_000 });
  const [response] = await Promise.all([waiting, act()]);
  await settled(page);
  return response.request().postDataJSON() as PanelRequest;
}

/** Returns when no panel is loading any more. */
export async function settled(page: Page): Promise<void> {
  await until(`all panels have their answer`, () =>
    page.evaluate((count) => {
      const panels = [...document.querySelectorAll<HTMLElement>('section[data-state]')];
      return (
        panels.length === count &&
        panels.every(({ dataset, ariaBusy }) => dataset['state'] !== 'loading' && ariaBusy !== 'true')
      );
    }, SHOWN_PANELS),
  );
}

/** Asks again and again (not `waitForFunction`: Kibana's policy forbids code from text). */
export async function until(what: string, claim: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!(await claim())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The state of each panel, as the page names it. */
export async function panelStates(page: Page): Promise<readonly string[]> {
  return page
    .locator('section[data-state]')
    .evaluateAll((panels) => panels.map((one) => (one as HTMLElement).dataset['state'] ?? ''));
}

/** The number beside a panel's title. */
export async function totalOf(page: Page, id: PanelId | 'events' | 'actors'): Promise<number> {
  return Number(await subject(page, `cloudtrailPanelTotal-${id}`).getAttribute('data-total'));
}

/** The first share of failures among the rows that can be pressed, and how many failures it stands for. */
export async function shareOfFailures(rows: Locator): Promise<[share: Locator, failures: number]> {
  const share = rows.getByRole('button', { name: / of [\d,]+ failed: / }).first();
  const said = (await share.getAttribute('aria-label')) ?? '';
  return [share, Number(/([\d,]+) of /.exec(said)?.[1]?.replaceAll(',', ''))];
}

/** A count as it is written on the page, or in a part of it. */
export async function countIn(page: Page, name: string, part?: Locator): Promise<number> {
  const found = part ? part.locator(`[data-test-subj~="${name}"]`) : subject(page, name);
  return Number((await found.innerText()).replaceAll(',', ''));
}
