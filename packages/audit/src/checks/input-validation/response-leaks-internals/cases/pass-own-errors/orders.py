def close(order_id):
    return {"id": order_id}
