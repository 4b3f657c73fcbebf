CREATE TABLE stock (
  warehouse   varchar(16) NOT NULL,
  sku         varchar(32) NOT NULL,
  on_hand     integer     NOT NULL CHECK (on_hand >= 0),
  reserved    integer     NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  version     bigint      NOT NULL DEFAULT 0,
  counted_at  timestamptz NOT NULL,
  PRIMARY KEY (warehouse, sku)
);

CREATE INDEX stock_sku ON stock (sku);

CREATE TABLE reservation (
  id          uuid        PRIMARY KEY,
  order_id    uuid        NOT NULL,
  warehouse   varchar(16) NOT NULL,
  sku         varchar(32) NOT NULL,
  units       integer     NOT NULL CHECK (units > 0),
  expires_at  timestamptz NOT NULL,
  state       varchar(16) NOT NULL,
  FOREIGN KEY (warehouse, sku) REFERENCES stock (warehouse, sku)
);

CREATE INDEX reservation_expiry ON reservation (state, expires_at);
