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
import { FindingItem, TriageAction } from '@readiness/plugin-readiness-common';
import { FormEvent, useId, useState } from 'react';
import { Translate, useT } from '../../hooks/useT';
import { formatPlace } from '../../lib/labels';
import { httpLink } from '../../lib/sourceLink';
import { triageErrorText } from '../../lib/triageErrorText';
import styles from './TriageDialog.module.css';

/** Decisions that need words. */
export type TriageForm = 'assign' | 'link-ticket' | 'comment';

/** Longest comment that is taken; the API says the same. */
const MAX_COMMENT = 4000;

/** Asks for what a decision needs. What was typed stays until it was taken. */
export function TriageDialog(props: {
  form: TriageForm;
  item: FindingItem;
  busy: boolean;
  error: Error | undefined;
  onDecide: (action: TriageAction) => void;
  onClose: () => void;
}) {
  const { form, item, busy, error, onDecide, onClose } = props;
  const t = useT();
  const id = useId();
  const [value, setValue] = useState(
    (form === 'assign' && item.assignee) ||
      (form === 'link-ticket' && item.ticket) ||
      '',
  );
  const [comment, setComment] = useState('');
  const [problem, setProblem] = useState<string>();

  function submit(event: FormEvent) {
    event.preventDefault();
    const action = actionOf(form, value.trim(), comment.trim(), t);
    setProblem(typeof action === 'string' ? action : undefined);
    if (typeof action !== 'string') {
      onDecide(action);
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
          {form !== 'comment' && (
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
          <TextAreaField
            // eslint-disable-next-line jsx-a11y/no-autofocus -- as above
            autoFocus={form === 'comment'}
            label={t('triage.field.comment')}
            value={comment}
            onChange={setComment}
            maxLength={MAX_COMMENT}
            isRequired={form === 'comment'}
            isInvalid={form === 'comment' && problem !== undefined}
          />
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

/** The action, or what is wrong with what was typed. */
function actionOf(
  form: TriageForm,
  value: string,
  comment: string,
  t: Translate,
): TriageAction | string {
  const words = comment ? { comment } : {};
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
    default:
      return comment
        ? { type: 'comment', comment }
        : t('triage.problem.comment');
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
