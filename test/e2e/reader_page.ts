/** What the pages over events are tried with: a browser, a reader's page, and the truth about the bucket. */
import type { Browser, BrowserContext } from 'playwright-core';
import type { ProvidedContext } from 'vitest';
import { bucketObjects, Truth } from './bucket';
import { launch, openPage, type Watched } from './browser';

export interface ReaderPage {
  readonly browser: Browser;
  readonly truth: Truth;
  /** Not logged in yet; `kibana.reader` is who it is for. */
  readonly reader: Watched;
}

/** `prepare` is called before the context's first page is loaded. */
export async function openReaderPage(
  kibana: ProvidedContext['kibana'],
  prepare: (context: BrowserContext) => Promise<void> = async () => undefined,
): Promise<ReaderPage> {
  const estateEnd = new Date(kibana.estateEnd);
  const truth = new Truth(bucketObjects(estateEnd), estateEnd);
  const browser = await launch(kibana.url);
  const reader = await openPage(browser);
  await prepare(reader.context);
  return { browser, truth, reader };
}
