import { ButtonIcon } from '@backstage/ui';
import {
  RiCheckLine,
  RiExternalLinkLine,
  RiFileCopyLine,
} from '@remixicon/react';
import { useEffect, useState } from 'react';
import { useT } from '../../hooks/useT';
import { formatPlace } from '../../lib/labels';
import { sourceLink } from '../../lib/sourceLink';
import styles from './SourcePlace.module.css';

/** `path:line`: a link to the line on the source's host, or a text that can be copied. */
export function SourcePlace(props: {
  source: string | null;
  revision: string | null;
  path: string;
  line?: number;
  endLine?: number;
}) {
  const { path, line } = props;
  const t = useT();
  const text = formatPlace(path, line);
  const href = sourceLink(props);
  if (!href) {
    return (
      <span className={styles.place}>
        <code className={styles.path}>{text}</code>
        <CopyButton text={text} />
      </span>
    );
  }
  return (
    <a
      className={styles.place}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={`${text} (${t('common.opensInNewTab')})`}
    >
      <code className={styles.path}>{text}</code>
      <RiExternalLinkLine className={styles.icon} aria-hidden="true" />
    </a>
  );
}

function CopyButton(props: { text: string }) {
  const { text } = props;
  const t = useT();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <>
      <ButtonIcon
        size="small"
        variant="tertiary"
        className={styles.copy}
        icon={copied ? <RiCheckLine /> : <RiFileCopyLine />}
        aria-label={t('common.copy', { text })}
        onPress={() =>
          // Without a clipboard (plain http) the text can still be selected.
          navigator.clipboard?.writeText(text).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      />
      <span role="status" className={styles.status}>
        {copied ? t('common.copied') : ''}
      </span>
    </>
  );
}
