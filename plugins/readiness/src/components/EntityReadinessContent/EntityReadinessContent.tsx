import {
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { getEntityRelations, useEntity } from '@backstage/plugin-catalog-react';
import { useEntityReadiness } from '../../hooks/useEntityReadiness';
import { useT } from '../../hooks/useT';
import { AuditButton } from '../AuditButton';
import { LoadingTab } from '../LoadingTab';
import { NotAudited } from '../NotAudited';
import { RequestError } from '../RequestError';
import { AuditView } from './AuditView';
import styles from './EntityReadinessContent.module.css';

/** The Readiness tab of the entity whose page this is. */
export function EntityReadinessContent() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const [owner] = getEntityRelations(entity, RELATION_OWNED_BY);
  return (
    <div className={styles.root}>
      <EntityReadiness
        key={entityRef}
        entityRef={entityRef}
        owner={owner ? stringifyEntityRef(owner) : null}
      />
    </div>
  );
}

function EntityReadiness(props: { entityRef: string; owner: string | null }) {
  const { entityRef, owner } = props;
  const t = useT();
  const { readiness, error, retry, ...audits } = useEntityReadiness(entityRef);

  if (!readiness) {
    return error ? (
      <RequestError
        title={t('error.loadTitle')}
        error={error}
        onRetry={retry}
      />
    ) : (
      <LoadingTab />
    );
  }
  const { audit, state } = readiness;
  const action = (
    <AuditButton
      state={state}
      requesting={audits.requesting}
      finished={audits.finished}
      error={audits.requestError}
      quiet={!audit}
      onRequest={audits.requestAudit}
    />
  );
  return audit ? (
    <AuditView
      audit={audit}
      state={state}
      owner={owner}
      refreshError={error}
      action={action}
      onRefresh={retry}
    />
  ) : (
    <NotAudited state={state} action={action} />
  );
}
