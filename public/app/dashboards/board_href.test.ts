import { describe, expect, it } from 'vitest';
import type { Board } from '../../../common/dashboards';
import { boardHref } from './board_href';

const overview: Board = { type: 'dashboard', id: 'a/b', title: 'CloudTrail overview' };
const map: Board = { type: 'map', id: 'm', title: 'CloudTrail source locations' };
const view: Board = { type: 'index-pattern', id: 'v', title: 'cloudtrail-events-*' };

describe('the address of a dashboard', () => {
  it('lies in the space of the page, with its time; what is no page has none', () => {
    const basePath = { prepend: (path: string) => `/base/s/team${path}` };
    const range = { from: 'now-24h', to: '2026-01-01T00:00:00.000Z' };
    const state = "?_g=(time%3A(from%3A'now-24h'%2Cto%3A'2026-01-01T00%3A00%3A00.000Z'))";
    expect(boardHref(overview, basePath, range)).toBe(`/base/s/team/app/dashboards#/view/a%2Fb${state}`);
    expect(boardHref(map, basePath, range)).toBe(`/base/s/team/app/maps/map/m#${state}`);
    expect(boardHref(view, basePath, range)).toBeUndefined();
  });
});
