package com.auroraretail.inventory.api;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.auroraretail.inventory.domain.NotEnoughStockException;
import com.auroraretail.inventory.domain.ReservationService;
import com.auroraretail.inventory.domain.StockKey;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;

@WebMvcTest(ReservationController.class)
@WithMockUser(roles = "ORDERS")
class ReservationControllerTest {

    private static final String REQUEST = """
            {"orderId": "7d4f1f5e-3f0a-4f7e-8a51-3a1d2f3b4c5d", "warehouse": "GOT1", "sku": "LAMP01", "units": 3}
            """;

    @Autowired
    private MockMvc mvc;

    @MockitoBean
    private ReservationService reservations;

    @Test
    void refusesAnUnknownWarehouseCode() throws Exception {
        mvc.perform(post("/api/v1/reservations").with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(REQUEST.replace("GOT1", "../etc")))
                .andExpect(status().isBadRequest());
    }

    @Test
    void tellsWhenThereIsNotEnough() throws Exception {
        when(reservations.reserve(any(), any(), anyInt()))
                .thenThrow(new NotEnoughStockException(new StockKey("GOT1", "LAMP01"), 3, 1));

        mvc.perform(post("/api/v1/reservations").with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(REQUEST))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("not-enough-stock"));
    }
}
