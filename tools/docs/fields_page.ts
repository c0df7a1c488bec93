/** The reference of fields, docs/fields.md, as text. */
import type { EventField, EventFieldGroup } from '../../common/event_fields';
import { DEFAULT_IGNORE_ABOVE } from '../../common/event_fields';

const INTRODUCTION = `# Fields of an event

Made by \`npm run fields\` from \`common/event_fields.ts\`; change it there.

One document is one CloudTrail record, in an index \`cloudtrail-events-<namespace>-<period>\`. Names are those of ECS and of Elastic's own CloudTrail integration, so that its rules and dashboards find what they look for; \`cloudtrail.*\` is this plugin's own. A field that the record does not have is absent.

No field is guessed: what is not in this table is kept in \`_source\` and shown, but cannot be searched. A keyword longer than ${DEFAULT_IGNORE_ABOVE.keyword} characters is kept and shown too, but not found by its value; where the table gives another number, that one holds. **Text** means that single words are found under \`<field>.text\`. A leaf of a *flattened* object is searched by its path, as \`aws.cloudtrail.flattened.request_parameters.bucketName : "logs"\`, as a keyword of up to ${DEFAULT_IGNORE_ABOVE.flattened} characters; numbers and booleans as text.
`;

/** The whole page in Markdown, with a final newline. */
export function fieldsPage(groups: readonly EventFieldGroup[]): string {
  return [INTRODUCTION, ...groups.map(section)].join('\n');
}

function section({ title, fields }: EventFieldGroup): string {
  const head = ['| Field | Type | In the record | Meaning |', '|---|---|---|---|'];
  return [`## ${title}`, '', ...head, ...fields.map(row), ''].join('\n');
}

function row(field: EventField): string {
  const { name, record, description } = field;
  return `| \`${name}\` | ${typeOf(field)} | ${record === undefined ? '' : `\`${record}\``} | ${description} |`;
}

function typeOf({ type, ignoreAbove, hasText, isStoredOnly }: EventField): string {
  return [
    type,
    ...(ignoreAbove === undefined ? [] : [`up to ${ignoreAbove} characters`]),
    ...(hasText ? ['text'] : []),
    ...(isStoredOnly ? ['not searched'] : []),
  ].join(', ');
}
