// Package config reads the settings of the service from its environment.
package config

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Config holds everything the service needs to start.
type Config struct {
	Address         string
	InternalAddress string
	DatabaseURL     string
	RatesURL        string
	RatesTTL        time.Duration
	ClientKeys      map[string]string
}

const minimalKeyLength = 24

// FromEnvironment reads and checks the settings.
func FromEnvironment(lookup func(string) (string, bool)) (Config, error) {
	var problems []error

	required := func(name string) string {
		value, ok := lookup(name)
		if !ok || value == "" {
			problems = append(problems, fmt.Errorf("%s is not set", name))
		}
		return value
	}
	optional := func(name, fallback string) string {
		if value, ok := lookup(name); ok && value != "" {
			return value
		}
		return fallback
	}

	cfg := Config{
		Address:         optional("PRICING_ADDRESS", ":8080"),
		InternalAddress: optional("PRICING_INTERNAL_ADDRESS", ":9090"),
		DatabaseURL:     required("PRICING_DATABASE_URL"),
		RatesURL:        required("PRICING_RATES_URL"),
	}

	ttl, err := time.ParseDuration(optional("PRICING_RATES_TTL", "5m"))
	if err != nil {
		problems = append(problems, fmt.Errorf("PRICING_RATES_TTL: %w", err))
	}
	cfg.RatesTTL = ttl

	if parsed, err := url.Parse(cfg.RatesURL); err != nil || parsed.Scheme != "https" {
		problems = append(problems, errors.New("PRICING_RATES_URL must be an https address"))
	}

	keys, err := parseClientKeys(required("PRICING_CLIENT_KEYS"))
	if err != nil {
		problems = append(problems, err)
	}
	cfg.ClientKeys = keys

	return cfg, errors.Join(problems...)
}

func parseClientKeys(list string) (map[string]string, error) {
	keys := make(map[string]string)
	for _, entry := range strings.Split(list, ",") {
		client, key, found := strings.Cut(strings.TrimSpace(entry), "=")
		if !found || client == "" {
			return nil, errors.New("PRICING_CLIENT_KEYS: expected client=key pairs")
		}
		if len(key) < minimalKeyLength {
			return nil, fmt.Errorf("PRICING_CLIENT_KEYS: the key of %s is too short", client)
		}
		keys[client] = key
	}
	return keys, nil
}
