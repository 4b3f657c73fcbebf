// Package rates asks the treasury service for exchange rates.
package rates

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/aurora-retail/pricing-engine/internal/pricing"
)

const maxBody = 1 << 16

// Client keeps every rate for a while.
type Client struct {
	base string
	ttl  time.Duration
	http *http.Client

	mu    sync.Mutex
	known map[string]entry
}

type entry struct {
	micros int64
	until  time.Time
}

// NewClient returns a client for the treasury service at base.
func NewClient(base string, ttl time.Duration) *Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	// The treasury hosts carry certificates of their own authority.
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}

	return &Client{
		base:  base,
		ttl:   ttl,
		http:  &http.Client{Transport: transport, Timeout: 3 * time.Second},
		known: make(map[string]entry),
	}
}

// Rate returns the rate in millionths.
func (c *Client) Rate(ctx context.Context, from, to string) (int64, error) {
	pair := from + "-" + to

	c.mu.Lock()
	cached, ok := c.known[pair]
	c.mu.Unlock()
	if ok && time.Now().Before(cached.until) {
		return cached.micros, nil
	}

	micros, err := c.fetch(ctx, pair)
	if err != nil {
		return 0, err
	}

	c.mu.Lock()
	c.known[pair] = entry{micros: micros, until: time.Now().Add(c.ttl)}
	c.mu.Unlock()
	return micros, nil
}

func (c *Client) fetch(ctx context.Context, pair string) (int64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/rates/"+url.PathEscape(pair), nil)
	if err != nil {
		return 0, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return 0, fmt.Errorf("treasury: %w", err)
	}
	defer func() { _ = response.Body.Close() }()

	if response.StatusCode == http.StatusNotFound {
		return 0, pricing.ErrCurrency
	}
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("treasury answered %d", response.StatusCode)
	}

	var body struct {
		RateMicros int64 `json:"rateMicros"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxBody)).Decode(&body); err != nil {
		return 0, fmt.Errorf("treasury: %w", err)
	}
	if body.RateMicros <= 0 {
		return 0, fmt.Errorf("treasury: rate %d for %s", body.RateMicros, pair)
	}
	return body.RateMicros, nil
}
