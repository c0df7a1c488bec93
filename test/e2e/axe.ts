/** Looks at a page as axe does: the faults that keep somebody out. */
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';

const AXE_SCRIPT = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const GRAVE: readonly unknown[] = ['serious', 'critical'];

/** To be called before the first page: Kibana's policy lets no script in afterwards. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: AXE_SCRIPT });
}

/** Serious and critical findings in the app's own part of the page: rule, and where. */
export async function graveFaults(page: Page, isDark = false): Promise<readonly string[]> {
  const violations = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { readonly axe: typeof axe };
    const found = await run.run('.kbnAppWrapper, [data-test-subj~="kbnAppWrapper"]', {
      resultTypes: ['violations'],
    });
    return found.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.slice(0, 4).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  });
  return violations
    .filter(({ impact }) => GRAVE.includes(impact))
    .flatMap(({ id, where }) => where.map((one) => `${isDark ? 'dark, ' : ''}${id}: ${one}`));
}
