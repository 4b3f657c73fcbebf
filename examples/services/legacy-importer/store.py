import sqlite3

import settings


def connect():
    db = sqlite3.connect(settings.DATABASE)
    db.execute("create table if not exists prices (sku text primary key, price real, active int)")
    return db


def save(rows):
    db = connect()
    for r in rows:
        db.execute("insert or replace into prices values (?, ?, ?)", (r["sku"], r["price"], r["active"]))
    db.commit()
    db.close()


def search(text):
    db = connect()
    try:
        return db.execute(f"select sku, price from prices where sku like '%{text}%'").fetchall()
    finally:
        db.close()
