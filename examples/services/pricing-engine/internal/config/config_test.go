package config

import (
	"strings"
	"testing"
)

func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}
}

func TestFromEnvironment(t *testing.T) {
	complete := map[string]string{
		"PRICING_DATABASE_URL": "postgres://localhost/pricing",
		"PRICING_RATES_URL":    "https://rates.example",
		"PRICING_CLIENT_KEYS":  "orders-api=" + strings.Repeat("k", 24),
	}

	cfg, err := FromEnvironment(environment(complete))
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
	if cfg.Address != ":8080" || len(cfg.ClientKeys) != 1 {
		t.Errorf("unexpected configuration: %+v", cfg)
	}
}

func TestFromEnvironmentNamesEveryProblem(t *testing.T) {
	_, err := FromEnvironment(environment(map[string]string{
		"PRICING_RATES_URL":   "http://rates.example",
		"PRICING_CLIENT_KEYS": "orders-api=short",
	}))
	if err == nil {
		t.Fatal("expected an error")
	}
	for _, want := range []string{"PRICING_DATABASE_URL", "https", "too short"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %q", want, err)
		}
	}
}
