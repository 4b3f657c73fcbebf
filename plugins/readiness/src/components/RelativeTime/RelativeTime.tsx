import { Button, Tooltip, TooltipTrigger } from '@backstage/ui';
import { exactTime, relativeTime } from '../../lib/time';
import styles from './RelativeTime.module.css';

/** How long ago, with the exact time on demand: by pointer, and by keyboard where `focusable`. */
export function RelativeTime(props: { iso: string; focusable?: boolean }) {
  const { iso, focusable } = props;
  const exact = exactTime(iso);
  if (!focusable) {
    return (
      <time dateTime={iso} title={exact}>
        {relativeTime(iso)}
      </time>
    );
  }
  return (
    <TooltipTrigger>
      <Button variant="tertiary" size="small" className={styles.trigger}>
        <time dateTime={iso}>{relativeTime(iso)}</time>
      </Button>
      <Tooltip>{exact}</Tooltip>
    </TooltipTrigger>
  );
}
