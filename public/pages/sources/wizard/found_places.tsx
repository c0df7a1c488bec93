/** The accounts × regions of a bucket, with their first and last day. */
import type { EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { PreviewAccountRegion, PreviewResponse } from '../../../../common/source_checks';
import { UnaddressedView } from '../../../app/view/view_context';
import { PagedTable } from '../../../panels/frame/paged_table';
import { PlaceRegion } from '../frame/place_region';
import { SectionTitle } from '../frame/section_title';

const PAGE_SIZE = 10;
const UNKNOWN = '–';

const COLUMNS: EuiBasicTableColumn<PreviewAccountRegion>[] = [
  {
    field: 'account_id',
    name: i18n.translate('cloudtrail.column.account', { defaultMessage: 'Account' }),
    sortable: true,
  },
  {
    field: 'region',
    name: i18n.translate('cloudtrail.column.region', { defaultMessage: 'Region' }),
    render: (region: string, { kind }: PreviewAccountRegion) => <PlaceRegion region={region} kind={kind} />,
    sortable: true,
  },
  {
    field: 'first_day',
    name: i18n.translate('cloudtrail.column.firstDay', { defaultMessage: 'First day' }),
    render: (day: string | null) => day ?? UNKNOWN,
    sortable: true,
  },
  {
    field: 'last_day',
    name: i18n.translate('cloudtrail.column.lastDay', { defaultMessage: 'Last day' }),
    render: (day: string | null) => day ?? UNKNOWN,
    sortable: true,
  },
];

export function FoundPlaces({ data }: { data: PreviewResponse }) {
  const title = i18n.translate('cloudtrail.preview.places', { defaultMessage: 'Accounts and regions' });
  return (
    <>
      <SectionTitle>
        <FormattedMessage id="cloudtrail.preview.places" defaultMessage="Accounts and regions" />
      </SectionTitle>
      <UnaddressedView>
        <PagedTable
          name="places"
          caption={title}
          rows={data.account_regions}
          pageSize={PAGE_SIZE}
          columns={COLUMNS}
          rowSubject="cloudtrailPreviewPlace"
        />
      </UnaddressedView>
    </>
  );
}
