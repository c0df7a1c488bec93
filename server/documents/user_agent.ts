/** Which program, system and device made a call, as Elasticsearch's user_agent processor reads them off the user agent. */
import type { JsonObject } from '../cloudtrail/record';
import { textAt } from '../cloudtrail/record';
import { member } from './json_members';
import { rememberByText } from './remembered';
import patterns from './user_agent_patterns.generated.json';

/** CloudTrail cuts user agents at 1 KB; what a hostile file holds beyond is not matched, since that could take seconds. */
const MAX_MATCHED_CHARS = 1024;
/** A bucket holds few programs: measured, nearly every event's has been seen before. */
const REMEMBERED = 4096;
const UNKNOWN = 'Other';
const GROUP_REFERENCE = /\$(\d)/g;

/** ECS `user_agent.*`. */
export interface UserAgent {
  readonly original: string;
  /** The program's, `Other` where it is not known. */
  readonly name: string;
  readonly version: string | undefined;
  readonly device: { readonly name: string };
  /** Absent where it is not known. */
  readonly os: { readonly name: string; readonly version?: string; readonly full?: string } | undefined;
}

export interface UserAgentFields {
  readonly fields: UserAgent | undefined;
  /** The same as a member of the document, written once for all events of the program. */
  readonly json: string;
}

const NO_AGENT: UserAgentFields = { fields: undefined, json: '' };
const agents = patterns.agents.map(patternOf);
const systems = patterns.systems.map(patternOf);
const devices = patterns.devices.map(patternOf);
const remembered = rememberByText((original) => {
  const fields = parse(original);
  return { fields, json: member('user_agent', fields) };
}, REMEMBERED);

/** Reads a user agent by the patterns of uap-core 0.18.0, the data that Elasticsearch uses too (in a version of its own). */
export function userAgentOf(record: JsonObject): UserAgentFields {
  const original = textAt(record['userAgent']);
  return original === undefined ? NO_AGENT : remembered(original);
}

function parse(original: string): UserAgent {
  const text = original.slice(0, MAX_MATCHED_CHARS);
  const agent = firstMatch(agents, text);
  const system = firstMatch(systems, text);
  const version = agent && versionOf(agent);
  return {
    original,
    name: agent?.name ?? UNKNOWN,
    version,
    device: { name: firstMatch(devices, text)?.name ?? UNKNOWN },
    os: system && osOf(system),
  };
}

function osOf(system: Match): UserAgent['os'] {
  const version = versionOf(system);
  const { name } = system;
  return version === undefined ? { name } : { name, version, full: `${name} ${version}` };
}

interface Match {
  readonly name: string;
  /** Major, minor, patch, build. */
  readonly parts: readonly (string | undefined)[];
}

/** A version ends at its first part that is missing. */
function versionOf({ parts }: Match): string | undefined {
  const end = parts.findIndex((part) => part === undefined || part === '');
  return (end < 0 ? parts : parts.slice(0, end)).join('.') || undefined;
}

interface Pattern {
  readonly source: string;
  readonly flags: string;
  /** For the name and the parts of the version; empty where the pattern's own group counts. */
  readonly replacements: readonly string[];
  regex?: RegExp;
}

function patternOf([source = '', flags = '', ...replacements]: readonly string[]): Pattern {
  return { source, flags, replacements };
}

function firstMatch(candidates: readonly Pattern[], text: string): Match | undefined {
  for (const pattern of candidates) {
    // compiled when first needed: most of them are for phones, which rarely call AWS
    pattern.regex ??= new RegExp(pattern.source, pattern.flags);
    const groups = pattern.regex.exec(text);
    if (groups === null) continue;
    const [name, ...parts] = [0, 1, 2, 3, 4].map((index) => partOf(pattern, groups, index));
    if (name !== undefined && name !== '') return { name, parts };
  }
  return undefined;
}

/** The replacement, in which `$1` … `$9` stand for groups; the group of the same place where there is none. */
function partOf({ replacements }: Pattern, groups: RegExpExecArray, index: number): string | undefined {
  const replacement = replacements[index];
  if (replacement === undefined || replacement === '') return groups[index + 1];
  return replacement.replace(GROUP_REFERENCE, (_, group: string) => groups[Number(group)] ?? '').trim();
}
