package com.auroraretail.inventory.domain;

public class NotEnoughStockException extends RuntimeException {

    public NotEnoughStockException(StockKey key, int wanted, int available) {
        super("%d units of %s wanted in %s, %d available".formatted(wanted, key.sku(), key.warehouse(), available));
    }
}
