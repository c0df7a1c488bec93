/** Kibana's rules, as far as the page of alerts asks for them: the stand-in host has no alerting. */
import type { Page, Route } from 'playwright-core';

export interface RuleInMemory {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  readonly consumer: string;
  readonly schedule: { readonly interval: string };
  readonly params: Readonly<Record<string, unknown>>;
  readonly actions: readonly unknown[];
}

/** Answers a page's requests to alerting and connectors out of memory. */
export class KibanaRules {
  readonly rules = new Map<string, RuleInMemory>();
  /** What `_health` answers: a status in place of a healthy answer. */
  healthStatus = 200;
  hasEncryptionKey = true;

  async attachTo(page: Page): Promise<void> {
    await page.route('**/api/alerting/**', (route) => this.answer(route));
    await page.route('**/internal/alerting/**', (route) =>
      route.fulfill({ json: { data: [{ timestamp: new Date().toISOString() }] } }),
    );
    await page.route('**/api/actions/connectors', (route) =>
      route.fulfill({
        json: [
          { id: 'log', name: 'Kibana log', connector_type_id: '.server-log' },
          { id: 'jira', name: 'Tickets', connector_type_id: '.jira' },
        ],
      }),
    );
  }

  edit(id: string, change: Partial<RuleInMemory>): void {
    const rule = this.rules.get(id);
    if (rule === undefined) throw new Error(`no rule ${id}`);
    this.rules.set(id, { ...rule, ...change });
  }

  private async answer(route: Route): Promise<void> {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const body = (request.postDataJSON() ?? {}) as Omit<RuleInMemory, 'id'>;
    if (pathname.endsWith('/_health')) {
      await route.fulfill({
        status: this.healthStatus,
        json: {
          is_sufficiently_secure: true,
          has_permanent_encryption_key: this.hasEncryptionKey,
          message: 'Unauthorized to access alerting framework health',
          statusCode: this.healthStatus,
        },
      });
      return;
    }
    if (pathname.endsWith('/rules/_find')) {
      const data = [...this.rules.values()].map((rule) => ({ ...rule, execution_status: { status: 'ok' } }));
      await route.fulfill({ json: { data } });
      return;
    }
    const [, id = '', verb] = /\/rule\/([^/]+)(?:\/(\w+))?$/.exec(pathname) ?? [];
    if (request.method() === 'DELETE') this.rules.delete(id);
    else if (verb === '_enable' || verb === '_disable') this.edit(id, { enabled: verb === '_enable' });
    else if (request.method() === 'PUT') this.edit(id, body);
    else this.rules.set(id, { ...body, id });
    await route.fulfill({ json: this.rules.get(id) ?? {} });
  }
}
