package com.auroraretail.inventory.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "reservation")
public class Reservation {

    public enum State { OPEN, CONFIRMED, EXPIRED }

    @Id
    private UUID id;

    @Column(name = "order_id")
    private UUID orderId;

    private String warehouse;

    private String sku;

    private int units;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Enumerated(EnumType.STRING)
    private State state;

    protected Reservation() {
    }

    public Reservation(UUID orderId, StockKey key, int units, Instant expiresAt) {
        this.id = UUID.randomUUID();
        this.orderId = orderId;
        this.warehouse = key.warehouse();
        this.sku = key.sku();
        this.units = units;
        this.expiresAt = expiresAt;
        this.state = State.OPEN;
    }

    public UUID id() {
        return id;
    }

    public StockKey stockKey() {
        return new StockKey(warehouse, sku);
    }

    public int units() {
        return units;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public State state() {
        return state;
    }

    public void confirm() {
        if (state != State.OPEN) {
            throw new IllegalStateException("reservation is " + state);
        }
        state = State.CONFIRMED;
    }

    public void expire() {
        if (state == State.OPEN) {
            state = State.EXPIRED;
        }
    }
}
