/** Saves what the grid shows as a CSV file: its columns, its order, and all events that fit, up to a number. */
import { EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useEffect, useRef, useState } from 'react';
import type { EventsPageRequest } from '../../../common/events';
import { panelError } from '../../api';
import { useApp } from '../../app/app_context';
import { toCsv } from './csv';
import type { EventsApi } from './events_api';
import { exportRows } from './export_rows';

interface ExportButtonProps {
  readonly request: EventsPageRequest;
  readonly askPage: EventsApi['page'];
}

export function ExportButton({ request, askPage }: ExportButtonProps) {
  const { core, formats } = useApp();
  const [isBusy, setBusy] = useState(false);
  const abort = useRef<AbortController>();
  useEffect(() => () => abort.current?.abort(), []);

  const save = async () => {
    const own = (abort.current = new AbortController());
    setBusy(true);
    try {
      const { rows, total } = await exportRows(request, (next) => askPage(next, own.signal));
      download(
        toCsv(request.columns, rows),
        `cloudtrail_${request.from}_${request.to}.csv`.replaceAll(':', ''),
      );
      core.notifications.toasts.addSuccess(
        rows.length < total
          ? i18n.translate('cloudtrail.export.cut', {
              defaultMessage:
                'Saved the first {rows} of {total} events. Narrow the time range for the others.',
              values: { rows: formats.count(rows.length), total: formats.count(total) },
            })
          : i18n.translate('cloudtrail.export.done', {
              defaultMessage: 'Saved {rows} events',
              values: { rows: formats.count(rows.length) },
            }),
      );
    } catch (thrown) {
      if (own.signal.aborted) return;
      core.notifications.toasts.addDanger(panelError(thrown).message);
    }
    if (!own.signal.aborted) setBusy(false);
  };

  return (
    <EuiButtonEmpty
      size="s"
      iconType="exportAction"
      isLoading={isBusy}
      onClick={() => void save()}
      data-test-subj="cloudtrailExport"
    >
      <FormattedMessage id="cloudtrail.export.csv" defaultMessage="CSV" />
    </EuiButtonEmpty>
  );
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
