package http

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func Quotes(handler http.HandlerFunc) http.Handler {
	router := chi.NewRouter()
	router.Get("/v1/quotes", handler)
	return router
}

func Operations(metrics http.HandlerFunc) http.Handler {
	router := chi.NewRouter()
	router.Get("/healthz", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	router.Get("/metrics", metrics)
	return router
}
