package com.auroraretail.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.auroraretail.inventory.config.InventoryProperties;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReservationServiceTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    private final StockRepository stock = mock();
    private final ReservationRepository reservations = mock();
    private final StockKey key = new StockKey("GOT1", "LAMP01");
    private final Stock level = new Stock(key, 10, NOW);
    private final ReservationService service = new ReservationService(stock, reservations,
            new InventoryProperties(Duration.ofMinutes(30), Path.of("imports")),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void knownStock() {
        when(stock.findById(key)).thenReturn(Optional.of(level));
        when(reservations.save(any())).thenAnswer(call -> call.getArgument(0));
    }

    @Test
    void aReservationEndsAfterItsLifetime() {
        Reservation reservation = service.reserve(UUID.randomUUID(), key, 3);

        assertThat(reservation.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(level.available()).isEqualTo(7);
    }

    @Test
    void expiredReservationsGiveTheirUnitsBack() {
        Reservation reservation = service.reserve(UUID.randomUUID(), key, 3);
        when(reservations.findByStateAndExpiresAtBefore(eq(Reservation.State.OPEN), eq(NOW), any()))
                .thenReturn(List.of(reservation));

        service.releaseExpired();

        assertThat(reservation.state()).isEqualTo(Reservation.State.EXPIRED);
        assertThat(level.available()).isEqualTo(10);
    }
}
