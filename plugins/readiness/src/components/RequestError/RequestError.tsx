import { Alert, Button } from '@backstage/ui';
import { useT } from '../../hooks/useT';
import { statusOf } from '../../lib/errors';

/** A request that failed, what that means, and a way to try again. */
export function RequestError(props: {
  title: string;
  error: Error;
  onRetry?: () => void;
}) {
  const { title, error, onRetry } = props;
  const t = useT();
  const status = statusOf(error);
  let heading = title;
  let text = error.message;
  if (status === 403) {
    heading = t('error.forbiddenTitle');
    text = t('error.forbiddenText');
  } else if (status === 404) {
    heading = t('error.notFoundTitle');
    text = t('error.notFoundText');
  }
  return (
    <Alert
      role="alert"
      status={status === 404 ? 'info' : 'danger'}
      icon
      title={heading}
      description={text}
      customActions={
        onRetry && (
          <Button size="small" variant="secondary" onPress={onRetry}>
            {t('common.retry')}
          </Button>
        )
      }
    />
  );
}
