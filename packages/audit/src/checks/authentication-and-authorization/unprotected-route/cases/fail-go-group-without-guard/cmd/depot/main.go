package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func main() {
	router := chi.NewRouter()
	router.Get("/healthz", healthz)
	router.Group(func(r chi.Router) {
		r.Use(requireToken("secret"))
		r.Get("/parcels", listParcels)
		r.Post("/parcels", addParcel)
	})
	router.Delete("/parcels/{id}", deleteParcel)
	http.ListenAndServe(":8080", router)
}
