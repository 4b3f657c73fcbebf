package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"

	"github.com/aurora-retail/pricing-engine/internal/pricing"
)

const (
	maxLines = 200
	maxUnits = 10_000
)

var (
	currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)
	skuPattern      = regexp.MustCompile(`^[A-Z0-9]{4,12}$`)
)

func createQuote(quoter Quoter) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var basket pricing.Basket
		decoder := json.NewDecoder(r.Body)
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&basket); err != nil {
			writeProblem(w, r, http.StatusBadRequest, "invalid-input", "The basket cannot be read.")
			return
		}
		if err := validateBasket(basket); err != nil {
			writeProblem(w, r, http.StatusBadRequest, "invalid-input", err.Error())
			return
		}

		quote, err := quoter.Quote(r.Context(), basket)
		switch {
		case errors.Is(err, pricing.ErrCurrency):
			writeProblem(w, r, http.StatusUnprocessableEntity, "unknown-currency", "There is no exchange rate for this basket.")
		case err != nil:
			slog.ErrorContext(r.Context(), "quote failed", "error", err)
			writeProblem(w, r, http.StatusInternalServerError, "internal", "The basket could not be priced.")
		default:
			writeJSON(w, http.StatusOK, quote)
		}
	}
}

func validateBasket(basket pricing.Basket) error {
	if !currencyPattern.MatchString(basket.Currency) {
		return errors.New("currency must have three letters")
	}
	if len(basket.Lines) == 0 || len(basket.Lines) > maxLines {
		return fmt.Errorf("a basket has 1 to %d lines", maxLines)
	}
	for index, line := range basket.Lines {
		if !skuPattern.MatchString(line.SKU) {
			return fmt.Errorf("line %d: unknown form of sku", index+1)
		}
		if line.Units < 1 || line.Units > maxUnits {
			return fmt.Errorf("line %d: units must be 1 to %d", index+1, maxUnits)
		}
		if line.ListPrice.Minor < 0 || !currencyPattern.MatchString(line.ListPrice.Currency) {
			return fmt.Errorf("line %d: list price is not valid", index+1)
		}
	}
	return nil
}
