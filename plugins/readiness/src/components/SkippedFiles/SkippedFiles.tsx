import { Card } from '@backstage/ui';
import { SkippedFile } from '@readiness/plugin-readiness-common';
import { useT } from '../../hooks/useT';
import { Disclosure } from '../Disclosure';
import styles from './SkippedFiles.module.css';

/** Files that the audit did not judge, so that nobody takes silence for a pass. */
export function SkippedFiles(props: { skipped: readonly SkippedFile[] }) {
  const { skipped } = props;
  const t = useT();
  if (skipped.length === 0) {
    return null;
  }
  return (
    <Card className={styles.card}>
      <Disclosure
        level={3}
        heading={
          <span className={styles.heading}>
            {t('skipped.title', { count: skipped.length })}
          </span>
        }
      >
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('skipped.path')}</th>
              <th scope="col">{t('skipped.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {skipped.map(({ path, reason }) => (
              <tr key={path}>
                <td>
                  <code>{path}</code>
                </td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </Card>
  );
}
