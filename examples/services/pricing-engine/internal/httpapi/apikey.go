package httpapi

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5/middleware"
)

type contextKey string

const clientKey contextKey = "client"

func requireAPIKey(logger *slog.Logger, keys map[string]string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			client, ok := clientOf(r.Header.Get("X-Api-Key"), keys)
			if !ok {
				logger.WarnContext(r.Context(), "api key refused", "requestId", middleware.GetReqID(r.Context()))
				writeProblem(w, r, http.StatusUnauthorized, "not-authenticated", "The API key is not known.")
				return
			}
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), clientKey, client)))
		})
	}
}

func clientOf(presented string, keys map[string]string) (string, bool) {
	for client, apiKey := range keys {
		if presented == apiKey {
			return client, true
		}
	}
	return "", false
}

func onlyClient(name string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Context().Value(clientKey) != name {
				writeProblem(w, r, http.StatusForbidden, "not-allowed", "This client may not change rules.")
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
