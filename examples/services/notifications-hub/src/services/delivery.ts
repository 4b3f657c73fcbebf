import type { Channel, Store } from '../db/store';
import type { Logger } from '../logger';
import { render } from './templates';

export interface OutgoingMessage {
  to: string;
  subject: string;
  body: string;
}

export interface Provider {
  send(message: OutgoingMessage): Promise<{ messageId: string }>;
}

export interface DeliveryContext {
  store: Store;
  providers: Record<Channel, Provider>;
  logger: Logger;
}

export async function deliver(
  context: DeliveryContext,
  notificationId: string,
): Promise<void> {
  const { store, providers, logger } = context;

  const notification = await store.findNotification(notificationId);
  if (!notification) {
    logger.warn({ notificationId }, 'nothing to deliver');
    return;
  }
  if (notification.status !== 'queued') {
    logger.info(
      { notificationId, status: notification.status },
      'already handled',
    );
    return;
  }

  const template = await store.findTemplate(notification.template);
  if (!template) {
    throw new Error(`Template ${notification.template} is gone`);
  }

  const format = notification.channel === 'email' ? 'html' : 'text';
  const { messageId } = await providers[notification.channel].send({
    to: notification.recipient,
    subject: render(template.subject, notification.variables, 'text'),
    body: render(template.body, notification.variables, format),
  });

  await store.markSent(notificationId, messageId);
  logger.info(
    { notificationId, channel: notification.channel, messageId },
    'delivered',
  );
}
