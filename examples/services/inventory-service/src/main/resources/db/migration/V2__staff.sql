CREATE TABLE staff (
  username      varchar(64)  PRIMARY KEY,
  password_hash varchar(200) NOT NULL,
  role          varchar(16)  NOT NULL
);
