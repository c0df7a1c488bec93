/** Kibana's objects for the dashboards, as its import reads them: one for each line of `saved_objects/cloudtrail.ndjson`. */
import { EVENTS_INDEX_PATTERN } from '../../common/ids';
import type { Dashboard, LensPanel, ObjectPanel, SavedSearch } from '../../saved_objects/source/boards';
import { OVERVIEW_DASHBOARD } from '../../saved_objects/source/overview';
import { SEARCHES } from '../../saved_objects/source/searches';
import { SECURITY_DASHBOARD } from '../../saved_objects/source/security';
import type { MapLayer } from '../../saved_objects/source/source_map';
import { SOURCE_MAP } from '../../saved_objects/source/source_map';
import { DATA_VIEW_ID, LENS_FORM, lensAttributes, type Reference } from './lens';

/**
 * An object of Kibana's. The versions say in which form the attributes are: the newest that 8.12 knows, or an older one,
 * so that 8.12 takes them and later Kibanas migrate them (tried on 8.12.2).
 */
export interface KibanaObject {
  readonly type: 'tag' | 'index-pattern' | 'search' | 'map' | 'dashboard';
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  readonly coreMigrationVersion: string;
  readonly typeMigrationVersion: string;
}

const CORE_FORM = '8.8.0';
/** Discover's own word for rows as high as what is in them. */
const WHOLE_VALUES = -1;
const TAG_ID = 'cloudtrail-tag';
const TAGGED: Reference = { type: 'tag', id: TAG_ID, name: `tag-ref-${TAG_ID}` };
const TIME_FIELD = '@timestamp';
const CONTROLS: readonly { readonly id: string; readonly field: string; readonly title: string }[] = [
  { id: 'account', field: 'cloud.account.id', title: 'Account' },
  { id: 'region', field: 'cloud.region', title: 'Region' },
  { id: 'user', field: 'cloudtrail.actor.name', title: 'User or role' },
  { id: 'country', field: 'source.geo.country_name', title: 'Country' },
];

/** In an order in which each comes after what it refers to. */
export function kibanaObjects(): readonly KibanaObject[] {
  return [
    tag(),
    dataView(),
    ...SEARCHES.map(search),
    map(),
    dashboard(OVERVIEW_DASHBOARD),
    dashboard(SECURITY_DASHBOARD),
  ];
}

/** As Kibana's export writes them, without the summary line, which tells of an export. */
export function toNdjson(objects: readonly KibanaObject[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join('');
}

function tag(): KibanaObject {
  const attributes = {
    name: 'CloudTrail',
    description: 'Made by CloudTrail for Kibana',
    color: '#ff9900',
  };
  return object('tag', '8.0.0', TAG_ID, attributes, []);
}

function dataView(): KibanaObject {
  const attributes = {
    title: EVENTS_INDEX_PATTERN,
    name: 'CloudTrail events',
    timeFieldName: TIME_FIELD,
    // it may be imported before there are events
    allowNoIndex: true,
    // no descriptions of fields: Kibana 8.12 refuses every change of a view that has some
    fieldAttrs: '{}',
    fields: '[]',
    sourceFilters: '[]',
    fieldFormatMap: '{}',
    runtimeFieldMap: '{}',
    typeMeta: '{}',
  };
  return object('index-pattern', '8.0.0', DATA_VIEW_ID, attributes, []);
}

function search({ id, title, description, kql, columns, widths = {} }: SavedSearch): KibanaObject {
  const indexRefName = 'kibanaSavedObjectMeta.searchSourceJSON.index';
  const attributes = {
    title,
    description,
    columns,
    sort: [[TIME_FIELD, 'desc']],
    grid: {
      columns: Object.fromEntries(Object.entries(widths).map(([column, width]) => [column, { width }])),
    },
    rowHeight: WHOLE_VALUES,
    hideChart: false,
    isTextBasedQuery: false,
    timeRestore: false,
    kibanaSavedObjectMeta: {
      searchSourceJSON: JSON.stringify({
        query: { language: 'kuery', query: kql },
        filter: [],
        indexRefName,
      }),
    },
  };
  return object('search', '7.9.3', id, attributes, [dataViewAs(indexRefName), TAGGED]);
}

// ---------------------------------------------------------------- the map

function map(): KibanaObject {
  const { id, title, description, layers, center, zoom } = SOURCE_MAP;
  const attributes = {
    title,
    description,
    // Elastic's map service gives the ground; without it the circles stand on a plain one
    layerListJSON: JSON.stringify([GROUND, ...layers.map(mapLayer)]),
    mapStateJSON: JSON.stringify({
      adHocDataViews: [],
      zoom,
      center,
      timeFilters: { from: 'now-7d', to: 'now' },
      refreshConfig: { isPaused: true, interval: 60_000 },
      query: { language: 'kuery', query: '' },
      filters: [],
      settings: { autoFitToDataBounds: false, hideToolbarOverlay: false },
    }),
    uiStateJSON: JSON.stringify({ isLayerTOCOpen: false, openTOCDetails: [] }),
  };
  return object('map', '8.4.0', id, attributes, [
    ...layers.map((_, index) => dataViewAs(layerRefName(index))),
    TAGGED,
  ]);
}

const GROUND = {
  id: 'ground',
  type: 'EMS_VECTOR_TILE',
  sourceDescriptor: { type: 'EMS_TMS', isAutoSelect: true, lightModeDefault: 'road_map_desaturated' },
  style: { type: 'EMS_VECTOR_TILE', color: '' },
  label: null,
  visible: true,
  alpha: 1,
  minZoom: 0,
  maxZoom: 24,
  includeInFitToBounds: true,
};

/** The ground is layer 0. */
const layerRefName = (index: number) => `layer_${index + 1}_source_index_pattern`;

function mapLayer({ id, label, filter, color, sizes: [minSize, maxSize] }: MapLayer, index: number) {
  return {
    id,
    label,
    type: 'GEOJSON_VECTOR',
    visible: true,
    alpha: 0.75,
    minZoom: 0,
    maxZoom: 24,
    includeInFitToBounds: true,
    joins: [],
    ...(filter !== '' && { query: { language: 'kuery', query: filter } }),
    sourceDescriptor: {
      id: `${id}-source`,
      type: 'ES_GEO_GRID',
      requestType: 'point',
      resolution: 'FINE',
      geoField: 'source.geo.location',
      metrics: [{ type: 'count' }],
      applyGlobalQuery: true,
      applyGlobalTime: true,
      applyForceRefresh: true,
      indexPatternRefName: layerRefName(index),
    },
    style: {
      type: 'VECTOR',
      isTimeAware: true,
      properties: {
        fillColor: { type: 'STATIC', options: { color } },
        lineColor: { type: 'STATIC', options: { color: '#ffffff' } },
        lineWidth: { type: 'STATIC', options: { size: 1 } },
        iconSize: {
          type: 'DYNAMIC',
          options: {
            field: { name: 'doc_count', origin: 'source' },
            minSize,
            maxSize,
            fieldMetaOptions: { isEnabled: false, sigma: 3 },
          },
        },
        symbolizeAs: { options: { value: 'circle' } },
      },
    },
  };
}

// ---------------------------------------------------------------- dashboards

function dashboard({ id, title, description, panels }: Dashboard): KibanaObject {
  const drawn = panels.map(dashboardPanel);
  const controls = controlGroup();
  const attributes = {
    title,
    description,
    timeRestore: true,
    timeFrom: 'now-7d',
    timeTo: 'now',
    refreshInterval: { pause: true, value: 60_000 },
    optionsJSON: JSON.stringify({
      useMargins: true,
      syncColors: false,
      syncCursor: true,
      syncTooltips: false,
      hidePanelTitles: false,
    }),
    panelsJSON: JSON.stringify(drawn.map(({ panel }) => panel)),
    controlGroupInput: controls.input,
    kibanaSavedObjectMeta: {
      searchSourceJSON: JSON.stringify({ query: { language: 'kuery', query: '' }, filter: [] }),
    },
    version: 1,
  };
  const references = [...drawn.flatMap((one) => one.references), ...controls.references, TAGGED];
  return object('dashboard', LENS_FORM, id, attributes, references);
}

function dashboardPanel(panel: LensPanel | ObjectPanel): {
  readonly panel: object;
  readonly references: readonly Reference[];
} {
  const { id, title, place } = panel;
  const common = { type: panel.kind, panelIndex: id, gridData: { ...place, i: id }, title };
  if (panel.kind === 'lens') {
    // Kibana takes those references of the dashboard that have the names of the panel's own
    const attributes = lensAttributes(panel);
    const { references } = attributes;
    // a number says its name itself
    const hidden = panel.chart === 'number' ? { hidePanelTitles: true } : {};
    const embeddableConfig = { attributes, enhancements: {}, ...hidden };
    return {
      panel: { ...common, embeddableConfig },
      references: references.map((reference) => ({ ...reference, name: `${id}:${reference.name}` })),
    };
  }
  const panelRefName = `panel_${id}`;
  const { mapCenter } = panel;
  return {
    panel: {
      ...common,
      embeddableConfig: { enhancements: {}, ...(mapCenter && { mapCenter }) },
      panelRefName,
    },
    references: [{ type: panel.kind, id: panel.shows, name: `${id}:${panelRefName}` }],
  };
}

function controlGroup(): { readonly input: object; readonly references: readonly Reference[] } {
  const panels = CONTROLS.map(({ id, field, title }, order) => [
    id,
    {
      type: 'optionsListControl',
      order,
      grow: true,
      width: 'small',
      explicitInput: { id, fieldName: field, title, searchTechnique: 'prefix', enhancements: {} },
    },
  ]);
  return {
    input: {
      controlStyle: 'oneLine',
      chainingSystem: 'HIERARCHICAL',
      panelsJSON: JSON.stringify(Object.fromEntries(panels)),
      ignoreParentSettingsJSON: JSON.stringify({
        ignoreFilters: false,
        ignoreQuery: false,
        ignoreTimerange: false,
        ignoreValidations: false,
      }),
    },
    references: CONTROLS.map(({ id }) => dataViewAs(`controlGroup_${id}:optionsListDataView`)),
  };
}

function dataViewAs(name: string): Reference {
  return { type: 'index-pattern', id: DATA_VIEW_ID, name };
}

function object(
  type: KibanaObject['type'],
  typeMigrationVersion: string,
  id: string,
  attributes: KibanaObject['attributes'],
  references: readonly Reference[],
): KibanaObject {
  return { type, id, attributes, references, coreMigrationVersion: CORE_FORM, typeMigrationVersion };
}
