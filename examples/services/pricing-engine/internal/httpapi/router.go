// Package httpapi is the HTTP surface of the engine.
package httpapi

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/aurora-retail/pricing-engine/internal/pricing"
)

// Quoter prices baskets.
type Quoter interface {
	Quote(ctx context.Context, basket pricing.Basket) (pricing.Quote, error)
}

// RuleStore reads and writes price rules.
type RuleStore interface {
	ListRules(ctx context.Context, after int64, limit int) ([]pricing.Rule, error)
	AddRule(ctx context.Context, rule pricing.Rule) (int64, error)
}

// Pinger can tell whether it is reachable.
type Pinger interface {
	Ping(ctx context.Context) error
}

// NewRouter serves the business routes.
func NewRouter(
	logger *slog.Logger,
	registry prometheus.Registerer,
	quoter Quoter,
	rules RuleStore,
	clientKeys map[string]string,
) http.Handler {
	router := chi.NewRouter()
	router.Use(
		middleware.RequestID,
		requestLog(logger),
		requestMetrics(registry),
		recoverer(logger),
		requireAPIKey(logger, clientKeys),
		middleware.RequestSize(256<<10),
	)

	router.Post("/quotes", createQuote(quoter))
	router.Get("/rules", listRules(rules))
	router.With(onlyClient("backoffice")).Post("/rules", addRule(rules))

	router.NotFound(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, http.StatusNotFound, "not-found", "There is nothing here.")
	})
	return router
}

// NewInternalRouter serves probes and metrics on a port that is not published.
func NewInternalRouter(gatherer prometheus.Gatherer, database Pinger) http.Handler {
	router := chi.NewRouter()
	router.Get("/healthz", healthz)
	router.Get("/readyz", readyz(database))
	router.Handle("/metrics", promhttp.HandlerFor(gatherer, promhttp.HandlerOpts{}))
	return router
}
