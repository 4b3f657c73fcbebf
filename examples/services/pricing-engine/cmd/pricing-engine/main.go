// Command pricing-engine serves quotes over HTTP.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/aurora-retail/pricing-engine/internal/config"
	"github.com/aurora-retail/pricing-engine/internal/httpapi"
	"github.com/aurora-retail/pricing-engine/internal/pricing"
	"github.com/aurora-retail/pricing-engine/internal/rates"
	"github.com/aurora-retail/pricing-engine/internal/store"
)

var version = "dev"

func main() {
	logger := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelInfo})).
		With("service", "pricing-engine", "version", version)
	slog.SetDefault(logger)

	if err := run(logger); err != nil {
		logger.Error("stopped", "error", err)
		os.Exit(1)
	}
}

func run(logger *slog.Logger) error {
	cfg, err := config.FromEnvironment(os.LookupEnv)
	if err != nil {
		return fmt.Errorf("configuration: %w", err)
	}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	rules, err := store.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer rules.Close()

	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)

	engine := pricing.NewEngine(rules, rates.NewClient(cfg.RatesURL, cfg.RatesTTL))

	public := &http.Server{
		Addr:              cfg.Address,
		Handler:           httpapi.NewRouter(logger, registry, engine, rules, cfg.ClientKeys),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      15 * time.Second,
		IdleTimeout:       60 * time.Second,
	}
	internal := &http.Server{
		Addr:              cfg.InternalAddress,
		Handler:           httpapi.NewInternalRouter(registry, rules),
		ReadHeaderTimeout: 5 * time.Second,
	}

	failed := make(chan error, 2)
	for _, server := range []*http.Server{public, internal} {
		go func(server *http.Server) {
			logger.Info("listening", "address", server.Addr)
			if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		}(server)
	}

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}

	logger.Info("draining")
	drain, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return errors.Join(public.Shutdown(drain), internal.Shutdown(drain))
}
