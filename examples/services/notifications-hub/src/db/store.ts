import type { Pool } from 'pg';

export type Channel = 'email' | 'sms';
export type Role = 'editor' | 'admin';

export interface Account {
  id: string;
  email: string;
  displayName: string;
  role: Role;
  passwordHash: string;
}

export interface Template {
  name: string;
  subject: string;
  body: string;
}

export interface Notification {
  id: string;
  service: string;
  template: string;
  channel: Channel;
  recipient: string;
  variables: Record<string, string>;
  status: string;
}

export type NewNotification = Omit<Notification, 'id' | 'status'>;

export interface Store {
  findAccountByEmail(email: string): Promise<Account | undefined>;
  createAccount(account: Omit<Account, 'id'>): Promise<string>;
  findServiceByTokenDigest(digest: string): Promise<string | undefined>;
  findTemplate(name: string): Promise<Template | undefined>;
  listTemplates(limit: number, offset: number): Promise<Template[]>;
  saveTemplate(template: Template, accountId: string): Promise<void>;
  createNotification(notification: NewNotification): Promise<string>;
  findNotification(id: string): Promise<Notification | undefined>;
  listNotifications(
    service: string,
    limit: number,
    offset: number,
  ): Promise<Notification[]>;
  markSent(id: string, providerMessageId: string): Promise<void>;
  recordProviderEvent(
    eventId: string,
    messageId: string,
    kind: string,
  ): Promise<boolean>;
}

const NOTIFICATION_COLUMNS =
  'id, service, template, channel, recipient, variables, status';

export function createStore(pool: Pool): Store {
  return {
    async findAccountByEmail(email) {
      const { rows } = await pool.query<Account>(
        `SELECT id, email, display_name AS "displayName", role, password_hash AS "passwordHash"
           FROM accounts WHERE email = $1`,
        [email.toLowerCase()],
      );
      return rows[0];
    },

    async createAccount(account) {
      const { rows } = await pool.query<{ id: string }>(
        `INSERT INTO accounts (email, display_name, role, password_hash)
         VALUES ($1, $2, $3, $4) RETURNING id`,
        [
          account.email.toLowerCase(),
          account.displayName,
          account.role,
          account.passwordHash,
        ],
      );
      return rows[0].id;
    },

    async findServiceByTokenDigest(digest) {
      const { rows } = await pool.query<{ service: string }>(
        `SELECT service FROM service_tokens
          WHERE token_digest = $1 AND revoked_at IS NULL AND expires_at > now()`,
        [digest],
      );
      return rows[0]?.service;
    },

    async findTemplate(name) {
      const { rows } = await pool.query<Template>(
        'SELECT name, subject, body FROM templates WHERE name = $1',
        [name],
      );
      return rows[0];
    },

    async listTemplates(limit, offset) {
      const { rows } = await pool.query<Template>(
        'SELECT name, subject, body FROM templates ORDER BY name LIMIT $1 OFFSET $2',
        [limit, offset],
      );
      return rows;
    },

    async saveTemplate(template, accountId) {
      await pool.query(
        `INSERT INTO templates (name, subject, body, updated_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) DO UPDATE
           SET subject = excluded.subject, body = excluded.body,
               updated_by = excluded.updated_by, updated_at = now()`,
        [template.name, template.subject, template.body, accountId],
      );
    },

    async createNotification(notification) {
      const { rows } = await pool.query<{ id: string }>(
        `INSERT INTO notifications (service, template, channel, recipient, variables)
         VALUES ($1, $2, $3, $4, $5) RETURNING id`,
        [
          notification.service,
          notification.template,
          notification.channel,
          notification.recipient,
          notification.variables,
        ],
      );
      return rows[0].id;
    },

    async findNotification(id) {
      const { rows } = await pool.query<Notification>(
        `SELECT ${NOTIFICATION_COLUMNS} FROM notifications WHERE id = $1`,
        [id],
      );
      return rows[0];
    },

    async listNotifications(service, limit, offset) {
      const { rows } = await pool.query<Notification>(
        `SELECT ${NOTIFICATION_COLUMNS} FROM notifications
          WHERE service = $1 ORDER BY created_at DESC LIMIT $2 OFFSET $3`,
        [service, limit, offset],
      );
      return rows;
    },

    async markSent(id, providerMessageId) {
      await pool.query(
        `UPDATE notifications SET status = 'sent', provider_message_id = $2 WHERE id = $1`,
        [id, providerMessageId],
      );
    },

    async recordProviderEvent(eventId, messageId, kind) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const inserted = await client.query(
          `INSERT INTO provider_events (event_id, provider_message_id, kind)
           VALUES ($1, $2, $3) ON CONFLICT (event_id) DO NOTHING`,
          [eventId, messageId, kind],
        );
        if (inserted.rowCount) {
          await client.query(
            'UPDATE notifications SET status = $2 WHERE provider_message_id = $1',
            [messageId, kind],
          );
        }
        await client.query('COMMIT');
        return Boolean(inserted.rowCount);
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
