/** Reads a few files of a bucket as the fetcher would, to see how many events there are in so many bytes, and some of them. */
import type { PreviewSample } from '../../common/source_checks';
import type { ObjectStore, StoredObject } from '../aws/object_store';
import { isArchived } from '../aws/object_store';
import type { AccountRegion } from '../cloudtrail/object_key';
import type { RawRecord } from '../cloudtrail/record_splitter';
import { objectAt, textAt } from '../cloudtrail/record';
import type { DocumentOptions } from '../documents/document_options';
import { originOf } from '../documents/record_origin';
import { toDocument } from '../documents/to_document';
import { CloudTrailError, ObjectError } from '../errors';
import type { ReadLimits } from '../fetching/read_log_file';
import { readLogFile } from '../fetching/read_log_file';
import type { GeoLookup } from '../geo/geo_lookup';

const FILES = 5;
const SAMPLES = 5;
/** Larger ones say no more, and cost. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface SampledFile {
  readonly accountRegion: AccountRegion;
  readonly object: StoredObject;
}

export interface SampleParts {
  readonly store: ObjectStore;
  readonly geo: GeoLookup;
  readonly options: DocumentOptions;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly bucket: string;
  readonly namespace: string;
}

export interface Sampled {
  /** In the files that were read to their end, and their bytes as stored. */
  readonly events: number;
  readonly bytes: number;
  readonly samples: readonly PreviewSample[];
  /** One of each code. */
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

/** Small, large and between, so that together they are like all: the events in them are counted by the bytes. */
export function chooseSamples(
  places: readonly { readonly accountRegion: AccountRegion; readonly objects: readonly StoredObject[] }[],
): readonly SampledFile[] {
  const files = places
    .flatMap(({ accountRegion, objects }) => objects.map((object) => ({ accountRegion, object })))
    .filter(({ object }) => object.size <= MAX_BYTES && !isArchived(object))
    .sort((a, b) => a.object.size - b.object.size);
  const step = files.length / FILES;
  const chosen = Array.from({ length: FILES }, (_, i) => files[Math.floor((i + 0.5) * step)]);
  return [...new Set(chosen)].filter((file) => file !== undefined);
}

/** Never throws for a file that can't be read; stops where the signal says so. */
export async function readSamples(files: readonly SampledFile[], parts: SampleParts): Promise<Sampled> {
  const read = await Promise.all(files.map((file) => readFile(file, parts)));
  const whole = read.filter(({ isWhole }) => isWhole);
  const problems = new Map(read.flatMap(({ problem }) => (problem ? [[problem.code, problem]] : [])));
  return {
    events: whole.reduce((sum, { events }) => sum + events, 0),
    bytes: whole.reduce((sum, { bytes }) => sum + bytes, 0),
    samples: pickSamples(read.map(({ samples }) => samples)),
    problems: [...problems.values()].map(({ code, message }) => ({ code, message })),
  };
}

interface ReadFile {
  readonly events: number;
  readonly bytes: number;
  readonly isWhole: boolean;
  readonly samples: readonly PreviewSample[];
  readonly problem: CloudTrailError | undefined;
}

async function readFile(file: SampledFile, parts: SampleParts): Promise<ReadFile> {
  const { key, size } = file.object;
  const samples = new Map<string, PreviewSample>();
  let events = 0;
  try {
    const stream = await parts.store.open(key, parts.signal);
    for await (const records of readLogFile(stream, parts.limits)) {
      events += records.length;
      for (const record of records) {
        const sample = samples.size < SAMPLES ? sampleOf(record, file, parts) : undefined;
        if (sample !== undefined && !samples.has(sample.action)) samples.set(sample.action, sample);
      }
    }
    return { events, bytes: size, isWhole: true, samples: [...samples.values()], problem: undefined };
  } catch (error) {
    const problem = error instanceof CloudTrailError ? error : undefined;
    if (problem === undefined && !parts.signal.aborted) throw error;
    return { events, bytes: 0, isWhole: false, samples: [...samples.values()], problem };
  }
}

/** Undefined for a record that can't be taken in. */
function sampleOf(
  { bytes, offset }: RawRecord,
  { accountRegion, object }: SampledFile,
  { geo, options, now, bucket, namespace }: SampleParts,
): PreviewSample | undefined {
  if (bytes === undefined) return undefined;
  const origin = originOf(object.key, accountRegion, { bucket, namespace, isBackfill: false });
  try {
    const { time, source } = toDocument(bytes, offset, { origin, geo, now: now(), options });
    // as it goes to Elasticsearch: what is undefined is not there
    return toSample(
      new Date(time).toISOString(),
      JSON.parse(JSON.stringify(source)) as PreviewSample['document'],
    );
  } catch (error) {
    if (error instanceof ObjectError) return undefined;
    throw error;
  }
}

function toSample(time: string, document: PreviewSample['document']): PreviewSample {
  const at = (...path: string[]) =>
    textAt(path.reduce<unknown>((value, name) => objectAt(value)[name], document)) ?? '';
  return {
    time,
    account: at('cloud', 'account', 'id'),
    region: at('cloud', 'region'),
    action: at('event', 'action'),
    actor: at('cloudtrail', 'actor', 'name') || at('user', 'name'),
    source: at('source', 'address'),
    outcome: at('event', 'outcome'),
    document,
  };
}

/** In turns, so that each file has its say; other actions before the same again. */
function pickSamples(perFile: readonly (readonly PreviewSample[])[]): readonly PreviewSample[] {
  const longest = Math.max(0, ...perFile.map(({ length }) => length));
  const inTurns = Array.from({ length: longest }, (_, i) =>
    perFile.flatMap((samples) => samples[i] ?? []),
  ).flat();
  const ofAction = new Map<string, PreviewSample>();
  for (const sample of inTurns) if (!ofAction.has(sample.action)) ofAction.set(sample.action, sample);
  const others = inTurns.filter((sample) => ofAction.get(sample.action) !== sample);
  return [...ofAction.values(), ...others].slice(0, SAMPLES);
}
