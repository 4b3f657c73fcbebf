package main

import "net/http"

func requireToken(token string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != token {
				http.Error(w, "sign in first", http.StatusUnauthorized)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func healthz(w http.ResponseWriter, r *http.Request)      { w.WriteHeader(http.StatusOK) }
func listParcels(w http.ResponseWriter, r *http.Request)  { w.WriteHeader(http.StatusOK) }
func addParcel(w http.ResponseWriter, r *http.Request)    { w.WriteHeader(http.StatusCreated) }
func deleteParcel(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }
