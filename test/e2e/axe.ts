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

/** Serious and critical findings in the app's own part of the page, and in what it lays over it: rule, and where. */
export async function graveFaults(page: Page, isDark = false): Promise<readonly string[]> {
  const violations = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { readonly axe: typeof axe };
    // what is half faded in has a contrast of its own
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const ours =
      '.kbnAppWrapper, [data-test-subj~="kbnAppWrapper"], [data-euiportal]:has([data-test-subj^="cloudtrail"])';
    // WCAG 1.4.3 asks no contrast of a control that is switched off; axe sees of EUI's only that it has a placeholder
    const context = { include: [...document.querySelectorAll(ours)], exclude: ['.euiComboBox-isDisabled'] };
    const found = await run.run(context, { resultTypes: ['violations'] });
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
