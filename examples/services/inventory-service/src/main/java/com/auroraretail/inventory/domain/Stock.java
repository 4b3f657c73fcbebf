package com.auroraretail.inventory.domain;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

@Entity
@Table(name = "stock")
public class Stock {

    @EmbeddedId
    private StockKey key;

    @Column(name = "on_hand")
    private int onHand;

    private int reserved;

    @Version
    private long version;

    @Column(name = "counted_at")
    private Instant countedAt;

    protected Stock() {
    }

    public Stock(StockKey key, int onHand, Instant countedAt) {
        this.key = key;
        count(onHand, countedAt);
    }

    public StockKey key() {
        return key;
    }

    public int onHand() {
        return onHand;
    }

    public int reserved() {
        return reserved;
    }

    public int available() {
        return Math.max(0, onHand - reserved);
    }

    public Instant countedAt() {
        return countedAt;
    }

    public void count(int units, Instant at) {
        if (units < 0) {
            throw new IllegalArgumentException("stock cannot be negative");
        }
        this.onHand = units;
        this.countedAt = at;
    }

    public void reserve(int units) {
        if (units > available()) {
            throw new NotEnoughStockException(key, units, available());
        }
        this.reserved += units;
    }

    public void release(int units) {
        this.reserved = Math.max(0, reserved - units);
    }
}
