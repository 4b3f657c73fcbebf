package com.example.stock;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/stock")
class StockController {
    @GetMapping
    List<String> all() {
        return List.of();
    }

    @PostMapping("/corrections")
    void correct() {
    }
}
