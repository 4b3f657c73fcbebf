package httpapi

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/aurora-retail/pricing-engine/internal/pricing"
)

const (
	defaultPage = 50
	maxPage     = 200
)

func listRules(rules RuleStore) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		after, limit := int64(0), defaultPage
		if value := r.URL.Query().Get("after"); value != "" {
			parsed, err := strconv.ParseInt(value, 10, 64)
			if err != nil || parsed < 0 {
				writeProblem(w, r, http.StatusBadRequest, "invalid-input", "after must be the id of a rule.")
				return
			}
			after = parsed
		}
		if value := r.URL.Query().Get("limit"); value != "" {
			parsed, err := strconv.Atoi(value)
			if err != nil || parsed < 1 || parsed > maxPage {
				writeProblem(w, r, http.StatusBadRequest, "invalid-input", "limit must be 1 to 200.")
				return
			}
			limit = parsed
		}

		page, err := rules.ListRules(r.Context(), after, limit)
		if err != nil {
			slog.ErrorContext(r.Context(), "rules not readable", "error", err)
			writeProblem(w, r, http.StatusInternalServerError, "internal", "The rules cannot be read.")
			return
		}
		writeJSON(w, http.StatusOK, map[string]any{"items": page, "limit": limit})
	}
}

func addRule(rules RuleStore) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var rule pricing.Rule
		decoder := json.NewDecoder(r.Body)
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&rule); err != nil {
			writeProblem(w, r, http.StatusBadRequest, "invalid-input", "The rule cannot be read.")
			return
		}
		if rule.Name == "" || rule.Off < 0 || rule.Off > 10_000 || rule.MinUnits < 1 || rule.ValidFrom.IsZero() {
			writeProblem(w, r, http.StatusBadRequest, "invalid-input", "The rule is not complete.")
			return
		}

		id, err := rules.AddRule(r.Context(), rule)
		if err != nil {
			slog.ErrorContext(r.Context(), "rule not stored", "error", err)
			writeProblem(w, r, http.StatusInternalServerError, "internal", "The rule was not stored.")
			return
		}
		slog.InfoContext(r.Context(), "rule added", "rule", id, "offBps", rule.Off)
		writeJSON(w, http.StatusCreated, map[string]int64{"id": id})
	}
}
