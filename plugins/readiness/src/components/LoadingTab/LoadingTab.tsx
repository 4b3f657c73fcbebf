import { Card, Skeleton, VisuallyHidden } from '@backstage/ui';
import { useT } from '../../hooks/useT';
import styles from './LoadingTab.module.css';

/** The outline of the tab while its data is on the way. */
export function LoadingTab() {
  const t = useT();
  return (
    <div aria-busy="true" className={styles.tab}>
      <VisuallyHidden role="status">{t('common.loading')}</VisuallyHidden>
      <Card className={styles.header}>
        <Skeleton width={220} height={88} />
        <Skeleton width={320} height={88} />
        <Skeleton width={220} height={88} />
      </Card>
      <div className={styles.columns}>
        <Card>
          <Lines count={14} />
        </Card>
        <Card>
          <Lines count={14} />
        </Card>
      </div>
    </div>
  );
}

function Lines(props: { count: number }) {
  return (
    <div className={styles.lines}>
      {Array.from({ length: props.count }, (_, index) => (
        <Skeleton key={index} width="100%" height={20} />
      ))}
    </div>
  );
}
