package store

func Save(db *DB, order Order) {
	_ = db.Save(order)
	_, err := db.Load(order.ID)
	if err != nil {
		return
	}
	_ = db.Close()
}
