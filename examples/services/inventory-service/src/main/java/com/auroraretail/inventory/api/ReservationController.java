package com.auroraretail.inventory.api;

import com.auroraretail.inventory.domain.Reservation;
import com.auroraretail.inventory.domain.ReservationService;
import com.auroraretail.inventory.domain.StockKey;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/reservations")
class ReservationController {

    record ReservationRequest(
            @NotNull UUID orderId,
            @NotNull @Pattern(regexp = "[A-Z]{3}[0-9]{1,3}") String warehouse,
            @NotNull @Pattern(regexp = "[A-Z0-9]{4,12}") String sku,
            @Positive @Max(10_000) int units) {
    }

    record ReservationView(UUID id, String state, int units, Instant expiresAt) {

        static ReservationView of(Reservation reservation) {
            return new ReservationView(reservation.id(), reservation.state().name(),
                    reservation.units(), reservation.expiresAt());
        }
    }

    private final ReservationService reservations;

    ReservationController(ReservationService reservations) {
        this.reservations = reservations;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ReservationView reserve(@Valid @RequestBody ReservationRequest request) {
        StockKey key = new StockKey(request.warehouse(), request.sku());
        return ReservationView.of(reservations.reserve(request.orderId(), key, request.units()));
    }

    @PostMapping("/{id}/confirmation")
    ReservationView confirm(@PathVariable UUID id) {
        return ReservationView.of(reservations.confirm(id));
    }
}
