package com.auroraretail.inventory.domain;

import com.auroraretail.inventory.config.InventoryProperties;
import java.time.Clock;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class ReservationService {

    private static final Logger log = LoggerFactory.getLogger(ReservationService.class);
    private static final int BATCH = 200;

    private final StockRepository stock;
    private final ReservationRepository reservations;
    private final InventoryProperties properties;
    private final Clock clock;

    public ReservationService(StockRepository stock, ReservationRepository reservations,
            InventoryProperties properties, Clock clock) {
        this.stock = stock;
        this.reservations = reservations;
        this.properties = properties;
        this.clock = clock;
    }

    @Transactional
    public Reservation reserve(UUID orderId, StockKey key, int units) {
        Stock level = stock.findById(key).orElseThrow(NoSuchElementException::new);
        level.reserve(units);
        Reservation reservation = new Reservation(orderId, key, units,
                clock.instant().plus(properties.reservationLifetime()));
        return reservations.save(reservation);
    }

    @Transactional
    public Reservation confirm(UUID id) {
        Reservation reservation = reservations.findById(id).orElseThrow(NoSuchElementException::new);
        reservation.confirm();
        return reservation;
    }

    @Scheduled(fixedDelayString = "PT1M")
    @Transactional
    public void releaseExpired() {
        var expired = reservations.findByStateAndExpiresAtBefore(
                Reservation.State.OPEN, clock.instant(), Limit.of(BATCH));
        for (Reservation reservation : expired) {
            reservation.expire();
            stock.findById(reservation.stockKey()).ifPresent(level -> level.release(reservation.units()));
        }
        if (!expired.isEmpty()) {
            log.info("released {} reservations", expired.size());
        }
    }
}
