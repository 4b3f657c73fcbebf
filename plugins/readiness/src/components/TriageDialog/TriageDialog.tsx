import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import {
  FindingItem,
  TriageAction,
  WaiverRequest,
} from '@readiness/plugin-readiness-common';
import { FormEvent, useId, useState } from 'react';
import { Translate, useT } from '../../hooks/useT';
import { formatPlace } from '../../lib/labels';
import { httpLink } from '../../lib/sourceLink';
import { dayIn, endOfDay } from '../../lib/time';
import { triageErrorText } from '../../lib/triageErrorText';
import { DateField } from '../DateField';
import styles from './TriageDialog.module.css';

/** Decisions that need words. */
export type TriageForm =
  | 'assign'
  | 'link-ticket'
  | 'comment'
  | 'accept-risk'
  | 'false-positive';

/** What was decided. */
export type Decision = TriageAction | WaiverRequest;

/** Longest comment that is taken; the API says the same. */
const MAX_COMMENT = 4000;

/** Asks for what a decision needs. What was typed stays until it was taken. */
export function TriageDialog(props: {
  form: TriageForm;
  item: FindingItem;
  /** Longest time for which a risk of this severity may be accepted; `undefined` while that is not known. */
  acceptAtMostDays: number | undefined;
  busy: boolean;
  error: Error | undefined;
  onDecide: (decision: Decision) => void;
  onClose: () => void;
}) {
  const { form, item, acceptAtMostDays, busy, error, onDecide, onClose } =
    props;
  const t = useT();
  const id = useId();
  const [value, setValue] = useState(
    (form === 'assign' && item.assignee) ||
      (form === 'link-ticket' && item.ticket) ||
      '',
  );
  const [comment, setComment] = useState('');
  const [until, setUntil] = useState('');
  const [problem, setProblem] = useState<string>();

  function submit(event: FormEvent) {
    event.preventDefault();
    const decision = decisionOf(
      {
        form,
        id: item.id,
        value: value.trim(),
        comment: comment.trim(),
        until,
        acceptAtMostDays,
      },
      t,
    );
    setProblem(typeof decision === 'string' ? decision : undefined);
    if (typeof decision !== 'string') {
      onDecide(decision);
    }
  }

  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width="32rem">
      <DialogHeader>{t(`triage.form.${form}`)}</DialogHeader>
      <DialogBody>
        <form id={id} onSubmit={submit} className={styles.form} noValidate>
          <p className={styles.subject}>
            {item.title}
            {item.path && (
              <code className={styles.path}>
                {formatPlace(item.path, item.line ?? undefined)}
              </code>
            )}
          </p>
          {(form === 'assign' || form === 'link-ticket') && (
            <TextField
              // eslint-disable-next-line jsx-a11y/no-autofocus -- the one thing the dialog was opened for
              autoFocus
              label={t(`triage.field.${form}`)}
              description={t(`triage.hint.${form}`)}
              value={value}
              onChange={setValue}
              isInvalid={problem !== undefined}
            />
          )}
          {needsReason(form) && form !== 'comment' && (
            <p className={styles.hint}>{t(`triage.explain.${form}`)}</p>
          )}
          <TextAreaField
            // eslint-disable-next-line jsx-a11y/no-autofocus -- as above
            autoFocus={needsReason(form)}
            label={t(
              needsReason(form) && form !== 'comment'
                ? 'triage.field.reason'
                : 'triage.field.comment',
            )}
            value={comment}
            onChange={setComment}
            maxLength={MAX_COMMENT}
            isRequired={needsReason(form)}
            isInvalid={needsReason(form) && problem !== undefined && !comment}
          />
          {form === 'accept-risk' && (
            <DateField
              label={t('triage.field.until')}
              description={
                acceptAtMostDays === undefined
                  ? undefined
                  : t('triage.hint.until', { count: acceptAtMostDays })
              }
              value={until}
              onChange={setUntil}
              min={dayIn(1)}
              max={
                acceptAtMostDays === undefined
                  ? undefined
                  : dayIn(acceptAtMostDays)
              }
              isInvalid={problem !== undefined && !until}
            />
          )}
          {(problem || error) && (
            <p role="alert" className={styles.error}>
              {problem ?? triageErrorText(t, error!)}
            </p>
          )}
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
        <Button variant="primary" type="submit" form={id} isDisabled={busy}>
          {t(`triage.submit.${form}`)}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function needsReason(
  form: TriageForm,
): form is 'comment' | 'accept-risk' | 'false-positive' {
  return form !== 'assign' && form !== 'link-ticket';
}

/** The decision, or what is wrong with what was typed. */
function decisionOf(
  typed: {
    form: TriageForm;
    id: string;
    value: string;
    comment: string;
    until: string;
    acceptAtMostDays: number | undefined;
  },
  t: Translate,
): Decision | string {
  const { form, id, value, comment, until, acceptAtMostDays } = typed;
  const words = comment ? { comment } : {};
  if (needsReason(form) && !comment) {
    return t('triage.problem.comment');
  }
  switch (form) {
    case 'assign': {
      if (!value) {
        return { type: 'assign', assignee: null, ...words };
      }
      const assignee = personOf(value);
      return assignee
        ? { type: 'assign', assignee, ...words }
        : t('triage.problem.assign');
    }
    case 'link-ticket':
      if (!value) {
        return { type: 'link-ticket', ticket: null, ...words };
      }
      return httpLink(value)
        ? { type: 'link-ticket', ticket: value, ...words }
        : t('triage.problem.link-ticket');
    case 'accept-risk':
      return until
        ? {
            kind: 'accepted-risk',
            findings: [id],
            reason: comment,
            expiresAt: endOfDay(until, acceptAtMostDays),
          }
        : t('triage.problem.until');
    case 'false-positive':
      return { kind: 'false-positive', findings: [id], reason: comment };
    default:
      return { type: 'comment', comment };
  }
}

/** `jane`, `user:jane` and `group:default/payments` as the reference of a user or group. */
function personOf(text: string): string | undefined {
  try {
    const ref = parseEntityRef(text, {
      defaultKind: 'user',
      defaultNamespace: 'default',
    });
    return ['user', 'group'].includes(ref.kind.toLocaleLowerCase('en-US'))
      ? stringifyEntityRef(ref)
      : undefined;
  } catch {
    return undefined;
  }
}
