package httpapi

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aurora-retail/pricing-engine/internal/pricing"
)

type fakeEngine struct{ err error }

func (f fakeEngine) Quote(context.Context, pricing.Basket) (pricing.Quote, error) {
	return pricing.Quote{Total: pricing.Money{Minor: 1999, Currency: "EUR"}}, f.err
}

type fakeRules struct{}

func (fakeRules) ListRules(context.Context, int64, int) ([]pricing.Rule, error) { return nil, nil }
func (fakeRules) AddRule(context.Context, pricing.Rule) (int64, error)          { return 7, nil }

type fakeDatabase struct{ err error }

func (f fakeDatabase) Ping(context.Context) error { return f.err }

const basket = `{"customerGroup":"private","currency":"EUR","lines":[{"sku":"LAMP01","units":1,"listPrice":{"minor":1999,"currency":"EUR"}}]}`

func request(engine Quoter, method, path, key, body string) *httptest.ResponseRecorder {
	logger := slog.New(slog.NewJSONHandler(io.Discard, nil))
	router := NewRouter(logger, prometheus.NewRegistry(), engine, fakeRules{}, map[string]string{
		"orders-api": "test-key-of-the-orders-api",
		"backoffice": "test-key-of-the-backoffice",
	})
	recorder := httptest.NewRecorder()
	incoming := httptest.NewRequest(method, path, strings.NewReader(body))
	incoming.Header.Set("X-Api-Key", key)
	router.ServeHTTP(recorder, incoming)
	return recorder
}

func TestRoutes(t *testing.T) {
	tests := []struct {
		name   string
		engine fakeEngine
		method string
		path   string
		key    string
		body   string
		want   int
	}{
		{name: "quote", method: http.MethodPost, path: "/quotes", key: "test-key-of-the-orders-api", body: basket, want: 200},
		{name: "unknown key", method: http.MethodPost, path: "/quotes", key: "something", body: basket, want: 401},
		{name: "broken body", method: http.MethodPost, path: "/quotes", key: "test-key-of-the-orders-api", body: "{", want: 400},
		{name: "no rate", engine: fakeEngine{err: pricing.ErrCurrency}, method: http.MethodPost, path: "/quotes", key: "test-key-of-the-orders-api", body: basket, want: 422},
		{name: "failure", engine: fakeEngine{err: errors.New("boom")}, method: http.MethodPost, path: "/quotes", key: "test-key-of-the-orders-api", body: basket, want: 500},
		{name: "page too large", method: http.MethodGet, path: "/rules?limit=1000", key: "test-key-of-the-orders-api", want: 400},
		{name: "only the back office adds rules", method: http.MethodPost, path: "/rules", key: "test-key-of-the-orders-api", body: "{}", want: 403},
		{name: "nothing here", method: http.MethodGet, path: "/prices", key: "test-key-of-the-orders-api", want: 404},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := request(test.engine, test.method, test.path, test.key, test.body)
			if got.Code != test.want {
				t.Errorf("got %d, want %d: %s", got.Code, test.want, got.Body)
			}
		})
	}
}

func TestReadyz(t *testing.T) {
	for want, database := range map[int]fakeDatabase{
		http.StatusOK:                 {},
		http.StatusServiceUnavailable: {err: errors.New("gone")},
	} {
		recorder := httptest.NewRecorder()
		router := NewInternalRouter(prometheus.NewRegistry(), database)
		router.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if recorder.Code != want {
			t.Errorf("got %d, want %d", recorder.Code, want)
		}
	}
}
