import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  Audit,
  auditToMarkdown,
  auditToSarif,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';
import { RiArrowDownSLine, RiDownloadLine } from '@remixicon/react';
import { useT } from '../../hooks/useT';
import { download } from '../../lib/download';

/** The audit as a file, or on paper. Made in the browser from what is on the screen. */
export function ExportMenu(props: {
  audit: Audit;
  /** Reports need its texts. */
  standard: StandardWithChecks | undefined;
}) {
  const { audit, standard } = props;
  const t = useT();
  const name = fileNameOf(audit);
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

  return (
    <MenuTrigger>
      <Button
        variant="secondary"
        iconStart={<RiDownloadLine />}
        iconEnd={<RiArrowDownSLine aria-hidden="true" />}
        isDisabled={!standard}
      >
        {t('export.title')}
      </Button>
      <Menu>
        <MenuItem
          onAction={() =>
            download(
              `${name}.md`,
              'text/markdown',
              auditToMarkdown(audit, {
                standard: standard!,
                checks: standard!.checks,
              }),
            )
          }
        >
          {t('export.markdown')}
        </MenuItem>
        <MenuItem
          onAction={() =>
            download(`${name}.json`, 'application/json', json(audit))
          }
        >
          {t('export.json')}
        </MenuItem>
        <MenuItem
          onAction={() =>
            download(
              `${name}.sarif`,
              'application/sarif+json',
              json(
                auditToSarif(audit, {
                  version: audit.standard.version,
                  standard: standard!,
                  checks: standard!.checks,
                }),
              ),
            )
          }
        >
          {t('export.sarif')}
        </MenuItem>
        <MenuItem onAction={() => window.print()}>{t('export.print')}</MenuItem>
      </Menu>
    </MenuTrigger>
  );
}

/** `readiness-payments-2026-11-30`. */
function fileNameOf(audit: Audit): string {
  const entity = audit.entity?.split('/').at(-1) ?? 'audit';
  return `readiness-${entity}-${audit.startedAt.slice(0, 10)}`;
}
