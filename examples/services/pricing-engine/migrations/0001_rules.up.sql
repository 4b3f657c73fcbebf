CREATE TABLE price_rules (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text        NOT NULL,
  sku_prefix  text        NOT NULL DEFAULT '',
  customers   text        NOT NULL DEFAULT 'all',
  min_units   integer     NOT NULL DEFAULT 1 CHECK (min_units > 0),
  off_bps     integer     NOT NULL CHECK (off_bps BETWEEN 0 AND 10000),
  valid_from  timestamptz NOT NULL,
  valid_until timestamptz
);

CREATE INDEX price_rules_validity ON price_rules (valid_from, valid_until);
