import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { CheckDefinition } from '@readiness/plugin-readiness-common';
import { FormEvent, useId, useRef, useState } from 'react';
import { readinessApiRef } from '../../api';
import { useT } from '../../hooks/useT';
import { asError, statusOf } from '../../lib/errors';
import { httpLink } from '../../lib/sourceLink';
import { dayIn } from '../../lib/time';
import { DateField } from '../DateField';
import styles from './AttestDialog.module.css';

/** Longest evidence that is taken; the API says the same. */
const MAX_EVIDENCE = 4000;

/** Takes somebody's word, with evidence, for what no machine can see. */
export function AttestDialog(props: {
  entityRef: string;
  check: CheckDefinition;
  onAttested: () => void;
  onClose: () => void;
}) {
  const { entityRef, check, onAttested, onClose } = props;
  const api = useApi(readinessApiRef);
  const t = useT();
  const id = useId();
  const [evidence, setEvidence] = useState('');
  const [link, setLink] = useState('');
  const [day, setDay] = useState(dayIn(0));
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  /** One key for all attempts: an answer that got lost does not attest twice. */
  const idempotencyKey = useRef(crypto.randomUUID()).current;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!evidence.trim()) {
      setProblem(t('attest.problem.evidence'));
      return;
    }
    if (link.trim() && !httpLink(link.trim())) {
      setProblem(t('triage.problem.link-ticket'));
      return;
    }
    if (!day) {
      setProblem(t('attest.problem.day'));
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      await api.attest(
        entityRef,
        {
          check: check.id,
          evidence: evidence.trim(),
          ...(link.trim() ? { link: link.trim() } : {}),
          // A day, not an hour: its beginning is never in the future.
          performedAt: new Date(`${day}T00:00:00`).toISOString(),
        },
        { idempotencyKey },
      );
      onAttested();
    } catch (caught) {
      const error = asError(caught);
      setProblem(
        statusOf(error) === 403
          ? t('attest.forbidden')
          : t('triage.failed', { message: error.message }),
      );
      setBusy(false);
    }
  }

  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width="34rem">
      <DialogHeader>{t('attest.title', { check: check.title })}</DialogHeader>
      <DialogBody>
        <form id={id} onSubmit={submit} className={styles.form} noValidate>
          <p className={styles.hint}>{check.description}</p>
          <TextAreaField
            // eslint-disable-next-line jsx-a11y/no-autofocus -- the one thing the dialog was opened for
            autoFocus
            label={t('attest.evidence')}
            description={t('attest.evidenceHint')}
            value={evidence}
            onChange={setEvidence}
            maxLength={MAX_EVIDENCE}
            isRequired
            isInvalid={problem !== undefined && !evidence.trim()}
          />
          <TextField
            label={t('attest.link')}
            value={link}
            onChange={setLink}
            type="url"
          />
          <DateField
            label={t('attest.day')}
            value={day}
            onChange={setDay}
            max={dayIn(0)}
            isInvalid={problem !== undefined && !day}
          />
          {problem && (
            <p role="alert" className={styles.error}>
              {problem}
            </p>
          )}
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
        <Button variant="primary" type="submit" form={id} isDisabled={busy}>
          {t('attest.submit')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
