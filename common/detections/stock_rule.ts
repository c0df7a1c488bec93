/** A detection as a stock rule of Kibana (`.es-query` over KQL), in the form of POST /api/alerting/rule. */
import { v5 as uuidV5 } from 'uuid';
import { EVENTS_INDEX_PATTERN, FEATURE_ID, HEALTH_INDEX } from '../ids';
import type { Detection } from './detection';
import { groupFields, intervalMinutes, threshold, windowMinutes } from './rule_schedule';
import type { DetectionSettings } from './settings';
import { isCountry, isInstanceId, ruleKql, settingsFor } from './settings';

export const STOCK_RULE_TYPE = '.es-query';
/**
 * The consumer is our own feature, which declares the rule type: so whoever has *CloudTrail: All* may have rules, without
 * *Stack rules*. Kibana's Rules page shows them to the same people, and to superusers.
 */
export const RULE_CONSUMER = FEATURE_ID;

/** Every rule that was made here has it; for people to filter by. */
export const RULE_TAG = 'CloudTrail';
const ID_TAG = 'cloudtrail-rule:';
const MADE_TAG = 'cloudtrail-made:';
const SETTING_TAG = 'cloudtrail-set:';

/** The namespace of our UUIDs: made once, at random. */
const UUID_NAMESPACE = '39d04852-4a4c-4143-a366-10a035846cf0';
const FINGERPRINT_LENGTH = 12;

/** Groups in one run; Kibana takes no more. */
const MOST_GROUPS = 1000;
/** Events that an action's message may show of each group. */
const SHOWN_EVENTS = 5;

/** The parameters of `.es-query` with `searchType: searchSource`, those that we set. Tried on 8.12. */
export interface StockRuleParams {
  readonly searchType: 'searchSource';
  readonly searchConfiguration: {
    readonly index: {
      readonly id: string;
      readonly title: string;
      readonly name: string;
      readonly timeFieldName: string;
      readonly allowNoIndex: true;
    };
    readonly query: { readonly language: 'kuery'; readonly query: string };
    readonly filter: readonly unknown[];
  };
  readonly timeField: string;
  readonly timeWindowSize: number;
  readonly timeWindowUnit: 'm';
  readonly thresholdComparator: '>=';
  readonly threshold: readonly [number];
  readonly size: number;
  readonly aggType: 'count';
  readonly groupBy: 'top';
  readonly termField: string | readonly string[];
  readonly termSize: number;
  readonly excludeHitsFromPreviousRun: false;
}

/** The index of gaps is there from the first gap on. Until then Kibana would know no time field and call the rule failed: events lend it theirs. */
const HEALTH_PATTERN = `${HEALTH_INDEX}*,${EVENTS_INDEX_PATTERN}`;

/** What is made of a detection, and put again when the catalogue has a newer version. */
export interface StockRule {
  readonly name: string;
  readonly tags: readonly string[];
  readonly schedule: { readonly interval: string };
  readonly params: StockRuleParams;
}

/** What a stored rule is compared by. Kibana's answer has much more. */
export interface RuleContent {
  readonly name: string;
  readonly schedule: { readonly interval: string };
  readonly params: Readonly<Record<string, unknown>>;
}

/** The rule's id in a space: the same each time, so that nothing is made twice. Kibana takes UUIDs only. */
export function stockRuleId(detectionId: string, spaceId: string): string {
  return uuidV5(`${spaceId}/${detectionId}`, UUID_NAMESPACE);
}

/** `isComplete` must hold. */
export function stockRule(detection: Detection, settings: DetectionSettings): StockRule {
  const fields = groupFields(detection);
  const content = {
    name: `CloudTrail: ${detection.name}`,
    schedule: { interval: `${intervalMinutes(detection)}m` },
    params: {
      searchType: 'searchSource',
      searchConfiguration: {
        // In the rule and not saved beside it: it needs no right to save one, and by its time field the link in a
        // message leads to the events, which happened long before they arrived.
        index: dataView(detection),
        query: { language: 'kuery', query: ruleKql(detection, settings) },
        filter: [],
      },
      timeField: 'event.ingested',
      timeWindowSize: windowMinutes(detection),
      timeWindowUnit: 'm',
      thresholdComparator: '>=',
      threshold: [threshold(detection)],
      size: SHOWN_EVENTS,
      aggType: 'count',
      groupBy: 'top',
      termField: fields.length === 1 ? String(fields[0]) : fields,
      termSize: MOST_GROUPS,
      // Kibana would leave out all that is stamped before the newest hit, also what becomes visible after it
      excludeHitsFromPreviousRun: false,
    },
  } as const satisfies Omit<StockRule, 'tags'>;
  return {
    ...content,
    tags: [
      RULE_TAG,
      `Severity: ${detection.severity}`,
      ...detection.cis.map(({ benchmark, control }) => `CIS ${benchmark} ${control}`),
      ...detection.attack.map(({ id }) => `ATT&CK ${id}`),
      `${ID_TAG}${detection.id}`,
      `${MADE_TAG}${detection.version}.${fingerprint(content)}`,
      ...settingTags(settingsFor(detection, settings)),
    ],
  };
}

/** The detection that a rule was made of; undefined for other rules. */
export function detectionIdOf(tags: readonly string[]): string | undefined {
  return valueOf(tags, ID_TAG);
}

/** What was made: undefined where somebody took the tag away. */
export function madeOf(
  tags: readonly string[],
): { readonly version: number; readonly fingerprint: string } | undefined {
  const [, version, print] = /^(\d+)\.(.+)$/.exec(valueOf(tags, MADE_TAG) ?? '') ?? [];
  return version === undefined || print === undefined
    ? undefined
    : { version: Number(version), fingerprint: print };
}

/** The settings that a rule was made with. */
export function settingsOf(tags: readonly string[]): DetectionSettings {
  const homeCountries = listOf(tags, 'home-countries').filter(isCountry);
  const instanceIds = listOf(tags, 'instances').filter(isInstanceId);
  return {
    ...(homeCountries.length > 0 && { homeCountries }),
    ...(tags.includes(`${SETTING_TAG}without-aws`) && { leavesOutAws: true }),
    ...(instanceIds.length > 0 && { instanceIds }),
    ...(tags.includes(`${SETTING_TAG}with-backfill`) && { includesBackfill: true }),
  };
}

/** Tags that a user added: an update keeps them. */
export function tagsOfUser(tags: readonly string[]): readonly string[] {
  return tags.filter((tag) => tag !== RULE_TAG && !/^(cloudtrail-|Severity: |CIS |ATT&CK )/.test(tag));
}

/** Short for all of a rule that decides what it finds and how often it tells; the same for the same rule. */
export function fingerprint({ name, schedule, params }: RuleContent): string {
  const { searchConfiguration, ...rest } = params;
  const { query, filter } = (searchConfiguration ?? {}) as { query?: unknown; filter?: unknown };
  // Kibana adds defaults and the id of a view; those are not the user's doing
  const decisive = Object.fromEntries(
    [
      'searchType',
      'timeField',
      'timeWindowSize',
      'timeWindowUnit',
      'thresholdComparator',
      'threshold',
      'size',
      'aggType',
      'aggField',
      'groupBy',
      'termField',
      'termSize',
      'excludeHitsFromPreviousRun',
    ].map((key) => [key, (rest as Readonly<Record<string, unknown>>)[key] ?? null]),
  );
  const text = JSON.stringify([name, schedule.interval, query ?? null, filter ?? [], decisive]);
  return uuidV5(text, UUID_NAMESPACE).replaceAll('-', '').slice(0, FINGERPRINT_LENGTH);
}

function dataView({ over }: Detection): StockRuleParams['searchConfiguration']['index'] {
  const [id, title, name] =
    over === 'health'
      ? ['cloudtrail-health-by-arrival', HEALTH_PATTERN, 'CloudTrail health, by arrival']
      : ['cloudtrail-events-by-arrival', EVENTS_INDEX_PATTERN, 'CloudTrail, by arrival'];
  return { id, title, name, timeFieldName: 'event.ingested', allowNoIndex: true };
}

function settingTags({
  homeCountries,
  leavesOutAws,
  instanceIds,
  includesBackfill,
}: DetectionSettings): string[] {
  return [
    ...(homeCountries ? [`${SETTING_TAG}home-countries=${homeCountries.join(',')}`] : []),
    ...(leavesOutAws ? [`${SETTING_TAG}without-aws`] : []),
    ...(instanceIds ? [`${SETTING_TAG}instances=${instanceIds.join(',')}`] : []),
    ...(includesBackfill ? [`${SETTING_TAG}with-backfill`] : []),
  ];
}

function listOf(tags: readonly string[], setting: string): readonly string[] {
  return (valueOf(tags, `${SETTING_TAG}${setting}=`) ?? '').split(',').filter((part) => part !== '');
}

function valueOf(tags: readonly string[], prefix: string): string | undefined {
  return tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length);
}
