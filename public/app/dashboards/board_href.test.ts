import { describe, expect, it } from 'vitest';
import type { Board } from '../../../common/dashboards';
import { boardHref } from './board_href';

const overview: Board = { type: 'dashboard', id: 'a/b', title: 'CloudTrail overview' };
const map: Board = { type: 'map', id: 'm', title: 'CloudTrail source locations' };
const view: Board = { type: 'index-pattern', id: 'v', title: 'cloudtrail-events-*' };

describe('the address of a dashboard', () => {
  it('lies in the space of the page; what is no page has none', () => {
    const basePath = { prepend: (path: string) => `/base/s/team${path}` };
    expect(boardHref(overview, basePath)).toBe('/base/s/team/app/dashboards#/view/a%2Fb');
    expect(boardHref(map, basePath)).toBe('/base/s/team/app/maps/map/m');
    expect(boardHref(view, basePath)).toBeUndefined();
  });
});
