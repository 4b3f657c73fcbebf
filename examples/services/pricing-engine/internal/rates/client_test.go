package rates

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aurora-retail/pricing-engine/internal/pricing"
)

func TestRateIsAskedForOnce(t *testing.T) {
	var calls atomic.Int32
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		if r.URL.Path != "/rates/EUR-SEK" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, `{"rateMicros": 11250000}`)
	}))
	defer server.Close()

	client := NewClient(server.URL, time.Minute)
	for range 3 {
		rate, err := client.Rate(context.Background(), "EUR", "SEK")
		if err != nil || rate != 11_250_000 {
			t.Fatalf("got %d, %v", rate, err)
		}
	}
	if calls.Load() != 1 {
		t.Errorf("asked %d times", calls.Load())
	}

	if _, err := client.Rate(context.Background(), "EUR", "XXX"); !errors.Is(err, pricing.ErrCurrency) {
		t.Errorf("unexpected error: %v", err)
	}
}
