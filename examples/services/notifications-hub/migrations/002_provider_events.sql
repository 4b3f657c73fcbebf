CREATE TABLE provider_events (
  event_id text PRIMARY KEY,
  provider_message_id text NOT NULL,
  kind text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
