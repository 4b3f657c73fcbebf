package httpapi

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
)

func requestLog(logger *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			requestID := middleware.GetReqID(r.Context())
			w.Header().Set("X-Request-Id", requestID)
			wrapped := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			start := time.Now()
			next.ServeHTTP(wrapped, r)
			logger.InfoContext(r.Context(), "request",
				"requestId", requestID,
				"method", r.Method,
				"path", r.URL.Path,
				"status", wrapped.Status(),
				"durationMs", time.Since(start).Milliseconds(),
			)
		})
	}
}

func requestMetrics(registry prometheus.Registerer) func(http.Handler) http.Handler {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "http_request_duration_seconds",
		Help:    "Time from the request to its answer.",
		Buckets: []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5},
	}, []string{"method", "route", "status"})
	registry.MustRegister(duration)

	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			wrapped := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			start := time.Now()
			next.ServeHTTP(wrapped, r)
			duration.WithLabelValues(
				r.Method,
				chi.RouteContext(r.Context()).RoutePattern(),
				strconv.Itoa(wrapped.Status()),
			).Observe(time.Since(start).Seconds())
		})
	}
}

func recoverer(logger *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				if cause := recover(); cause != nil {
					logger.ErrorContext(r.Context(), "panic",
						"requestId", middleware.GetReqID(r.Context()),
						"cause", cause,
						"stack", string(debug.Stack()),
					)
					writeProblem(w, r, http.StatusInternalServerError, "internal", "Something went wrong on our side.")
				}
			}()
			next.ServeHTTP(w, r)
		})
	}
}
