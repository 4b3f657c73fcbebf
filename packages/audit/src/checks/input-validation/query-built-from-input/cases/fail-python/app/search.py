COLUMNS = {"name": "i.name", "price": "i.price"}


def find_items(connection, term, sort="name"):
    sql = "select * from item i"
    if term:
        sql += " where i.name = '" + term + "'"
    sql += " order by " + COLUMNS[sort]
    return connection.execute(sql)
