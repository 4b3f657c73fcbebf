package com.auroraretail.inventory.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

public interface ReservationRepository extends JpaRepository<Reservation, UUID> {

    List<Reservation> findByStateAndExpiresAtBefore(Reservation.State state, Instant moment, Limit limit);
}
