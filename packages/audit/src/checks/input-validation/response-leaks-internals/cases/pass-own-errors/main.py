import logging

from fastapi import FastAPI, HTTPException

from errors import OrderClosed
from orders import close

app = FastAPI(debug=False)
logger = logging.getLogger(__name__)


@app.get("/")
def root():
    return {"name": "orders", "version": "1.4.0"}


@app.post("/orders/{order_id}/close")
def close_order(order_id: str):
    try:
        return close(order_id)
    except OrderClosed as e:
        raise HTTPException(409, detail=str(e))
    except KeyError:
        raise HTTPException(404, detail=f"Order {order_id} not found")
    except Exception as e:
        logger.error("close failed: %s", e, extra={"env": "x"})
        raise HTTPException(500, detail="The order could not be closed")
