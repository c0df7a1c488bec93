/** How long somebody waits for the Overview in a real browser: from its address to the last panel drawn. */
import { randomBytes } from 'node:crypto';
import type { PanelRequest } from '../../common/panels';
import { copyOfBuiltPlugin } from '../e2e/built_plugin';
import { launch, logIn, openPage, settled, subject, totalOf } from '../e2e/browser';
import { startHost } from '../host/start_host';
import type { Rounds } from './figures';
import type { Bench } from './section';

/** Asks for the range anew, as the button of the time picker does. */
const REFRESH = 'querySubmitButton';

/** Each round in a profile of its own, so that the first opening loads the app, too. */
export async function overviewDrawn(
  { elasticsearch, client, rounds: count, progress }: Bench,
  { from, to }: PanelRequest,
  /** How many are to be shown. */
  events: number,
  rounds: Rounds,
): Promise<void> {
  const plugin = await copyOfBuiltPlugin();
  const host = await startHost({
    pluginDir: plugin.folder,
    elasticsearchUrl: elasticsearch.url,
    systemUser: { username: elasticsearch.kibanaUsername, password: elasticsearch.kibanaPassword },
    encryptionKey: randomBytes(24).toString('hex'),
  });
  const browser = await launch(host.url);
  // the stand-in has JSON in its addresses, where Kibana has rison
  const address = `${host.url}/app/cloudtrail?_g=${encodeURIComponent(JSON.stringify({ time: { from, to } }))}`;
  try {
    // the first is of cold code
    for (let round = 0; round <= count; round++) {
      progress(`the Overview in a browser, round ${round} of ${count}`);
      const { context, page } = await openPage(browser);
      await logIn(page, host.url, elasticsearch);
      const drawnAfter = async (name: string, act: () => Promise<unknown>) => {
        // answers that Elasticsearch remembers would be nobody's first ones
        await client.indices.clearCache({ index: 'cloudtrail-events-*' });
        const startedAt = performance.now();
        await act();
        await settled(page);
        const ms = performance.now() - startedAt;
        const shown = await totalOf(page, 'events_over_time');
        if (shown !== events) throw new Error(`${shown} events are shown of ${events}: nothing to measure`);
        if (round > 0) rounds.note(name, ms, 'ms');
      };
      await drawnAfter('Overview opened, to the last panel drawn', () => page.goto(address));
      await drawnAfter('Overview refreshed, to the last panel drawn', async () => {
        const asked = page.waitForRequest((request) => request.url().endsWith('/events_over_time'));
        await subject(page, REFRESH).click();
        await asked;
      });
      await context.close();
    }
  } finally {
    await browser.close();
    await host.stop();
    await plugin.remove();
  }
}
