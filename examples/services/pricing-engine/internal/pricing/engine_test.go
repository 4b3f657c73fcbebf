package pricing

import (
	"context"
	"errors"
	"testing"
	"time"
)

type fixedRules []Rule

func (r fixedRules) ValidRules(context.Context, time.Time) ([]Rule, error) { return r, nil }

type fixedRates map[string]int64

func (r fixedRates) Rate(_ context.Context, from, to string) (int64, error) {
	rate, ok := r[from+to]
	if !ok {
		return 0, ErrCurrency
	}
	return rate, nil
}

func euros(minor int64) Money { return Money{Minor: minor, Currency: "EUR"} }

func TestQuoteTakesTheBestRule(t *testing.T) {
	engine := NewEngine(fixedRules{
		{Name: "spring", SKUPrefix: "LAMP", Customers: "all", MinUnits: 1, Off: 500},
		{Name: "trade", SKUPrefix: "", Customers: "business", MinUnits: 10, Off: 1500},
	}, fixedRates{})

	tests := []struct {
		name  string
		group string
		units int
		want  int64
		rule  string
	}{
		{name: "everybody gets the spring rule", group: "private", units: 10, want: 18_990, rule: "spring"},
		{name: "business needs ten units", group: "business", units: 9, want: 17_091, rule: "spring"},
		{name: "business gets the better rule", group: "business", units: 10, want: 16_990, rule: "trade"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			quote, err := engine.Quote(context.Background(), Basket{
				CustomerGroup: test.group,
				Currency:      "EUR",
				Lines:         []Line{{SKU: "LAMP01", Units: test.units, ListPrice: euros(1_999)}},
			})
			if err != nil {
				t.Fatal(err)
			}
			if quote.Lines[0].Rule != test.rule {
				t.Errorf("rule: got %q, want %q", quote.Lines[0].Rule, test.rule)
			}
			if quote.Total.Minor != test.want {
				t.Errorf("total: got %d, want %d", quote.Total.Minor, test.want)
			}
		})
	}
}

func TestQuoteConvertsIntoTheCurrencyOfTheCustomer(t *testing.T) {
	engine := NewEngine(fixedRules{}, fixedRates{"EURSEK": 11_250_000})
	quote, err := engine.Quote(context.Background(), Basket{
		CustomerGroup: "private",
		Currency:      "SEK",
		Lines:         []Line{{SKU: "LAMP01", Units: 2, ListPrice: euros(1_000)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if quote.Total != (Money{Minor: 22_500, Currency: "SEK"}) {
		t.Errorf("unexpected total: %+v", quote.Total)
	}
}

func TestQuoteWithoutARate(t *testing.T) {
	engine := NewEngine(fixedRules{}, fixedRates{})
	_, err := engine.Quote(context.Background(), Basket{
		Currency: "NOK",
		Lines:    []Line{{SKU: "LAMP01", Units: 1, ListPrice: euros(100)}},
	})
	if !errors.Is(err, ErrCurrency) {
		t.Errorf("unexpected error: %v", err)
	}
}

func TestShareRoundsHalfUp(t *testing.T) {
	for _, test := range []struct{ minor, bps, want int64 }{
		{1_999, 500, 100},
		{1, 5_000, 1},
		{-1_999, 500, -100},
	} {
		if got := euros(test.minor).Share(BasisPoints(test.bps)).Minor; got != test.want {
			t.Errorf("%d of %d: got %d, want %d", test.bps, test.minor, got, test.want)
		}
	}
}
