/** The configuration of a source as it is stored, for tests of what changes it. */
import type { SourceConfig } from '../../common/sources';

export const STORED_CONFIG: SourceConfig = {
  name: 'Audit',
  bucket: 'trails',
  prefix: '',
  force_path_style: false,
  requester_pays: false,
  namespace: 'default',
  start: '2026-03-01',
  interval: '1m',
  region: 'eu-central-1',
  credentials: { type: 'access_key', access_key_id_end: 'MPLE' },
  slices: 2,
  created_at: '2026-03-02T00:00:00.000Z',
  created_by: 'alice',
};
