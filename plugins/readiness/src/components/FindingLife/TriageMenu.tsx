import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
} from '@backstage/ui';
import {
  FindingItem,
  FindingState,
  OPEN_FINDING_STATES,
  Standard,
  WaiverRequest,
} from '@readiness/plugin-readiness-common';
import { RiArrowDownSLine } from '@remixicon/react';
import { useRef, useState } from 'react';
import { readinessApiRef } from '../../api';
import { useT } from '../../hooks/useT';
import { asError } from '../../lib/errors';
import { triageErrorText } from '../../lib/triageErrorText';
import { Decision, TriageDialog, TriageForm } from '../TriageDialog';
import styles from './FindingLife.module.css';

const MAY_ACKNOWLEDGE: readonly FindingState[] = ['open', 'reopened'];
const MAY_START: readonly FindingState[] = ['open', 'reopened', 'acknowledged'];
const MAY_RESET: readonly FindingState[] = ['acknowledged', 'in-progress'];

/** What may be decided about a finding. What needs words asks for them in a dialog; the rest is done at once. */
export function TriageMenu(props: {
  item: FindingItem;
  standard: Standard | undefined;
  onChanged: (item: FindingItem) => void;
}) {
  const { item, standard, onChanged } = props;
  const api = useApi(readinessApiRef);
  const identity = useApi(identityApiRef);
  const t = useT();
  const [form, setForm] = useState<TriageForm>();
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  /** The waiver waits for a second person. */
  const [pending, setPending] = useState(false);
  /** The same for a repeated attempt, so that an answer that got lost does not count twice. */
  const attempt = useRef<{ action: string; key: string }>();

  async function waive(request: WaiverRequest, idempotencyKey: string) {
    const { applied, waivers, refused } = await api.createWaivers(request, {
      idempotencyKey,
    });
    if (!applied) {
      throw new Error(refused[0]?.reason);
    }
    setPending(waivers.some(({ status }) => status === 'pending'));
    return api.getFinding(item.id);
  }

  async function decide(decision: Decision) {
    const text = JSON.stringify([decision, item.version]);
    if (attempt.current?.action !== text) {
      attempt.current = { action: text, key: crypto.randomUUID() };
    }
    setBusy(true);
    setError(undefined);
    try {
      const { key: idempotencyKey } = attempt.current;
      const changed =
        'kind' in decision
          ? await waive(decision, idempotencyKey)
          : await api.triageFinding(item.id, decision, {
              idempotencyKey,
              version: item.version,
            });
      setForm(undefined);
      onChanged(changed);
    } catch (caught) {
      setError(asError(caught));
    } finally {
      setBusy(false);
    }
  }

  async function assignToMe() {
    const { userEntityRef } = await identity.getBackstageIdentity();
    await decide({ type: 'assign', assignee: userEntityRef });
  }

  const may = (states: readonly FindingState[]) => states.includes(item.state);
  const ask = (next: TriageForm) => () => {
    setError(undefined);
    setForm(next);
  };
  return (
    <>
      <MenuTrigger>
        <Button
          size="small"
          variant="secondary"
          isDisabled={busy}
          iconEnd={<RiArrowDownSLine aria-hidden="true" />}
        >
          {t('triage.decide')}
        </Button>
        <Menu>
          {may(MAY_ACKNOWLEDGE) && (
            <MenuItem onAction={() => decide({ type: 'acknowledge' })}>
              {t('triage.acknowledge')}
            </MenuItem>
          )}
          {may(MAY_START) && (
            <MenuItem onAction={() => decide({ type: 'start' })}>
              {t('triage.start')}
            </MenuItem>
          )}
          {may(MAY_RESET) && (
            <MenuItem onAction={() => decide({ type: 'reset' })}>
              {t('triage.reset')}
            </MenuItem>
          )}
          <MenuItem onAction={assignToMe}>{t('triage.assignToMe')}</MenuItem>
          <MenuItem onAction={ask('assign')}>{t('triage.assign')}</MenuItem>
          <MenuItem onAction={ask('link-ticket')}>
            {t('triage.linkTicket')}
          </MenuItem>
          {may(OPEN_FINDING_STATES) && (
            <>
              <MenuSeparator />
              <MenuItem onAction={ask('accept-risk')}>
                {t('triage.acceptRisk')}
              </MenuItem>
              <MenuItem onAction={ask('false-positive')}>
                {t('triage.falsePositive')}
              </MenuItem>
            </>
          )}
          <MenuSeparator />
          <MenuItem onAction={ask('comment')}>{t('triage.comment')}</MenuItem>
        </Menu>
      </MenuTrigger>
      {pending && <span role="status">{t('triage.pending')}</span>}
      {error && !form && (
        <span role="alert" className={styles.error}>
          {triageErrorText(t, error)}
        </span>
      )}
      {form && (
        <TriageDialog
          form={form}
          item={item}
          acceptAtMostDays={
            standard?.severities[item.severity].acceptAtMostDays
          }
          busy={busy}
          error={error}
          onDecide={decide}
          onClose={() => setForm(undefined)}
        />
      )}
    </>
  );
}
