// Package store keeps the price rules in PostgreSQL.
package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/aurora-retail/pricing-engine/internal/pricing"
)

const columns = "id, name, sku_prefix, customers, min_units, off_bps, valid_from, valid_until"

// Store is safe for concurrent use.
type Store struct {
	pool *pgxpool.Pool
}

// Open connects and fails when the database cannot be reached.
func Open(ctx context.Context, databaseURL string) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(databaseURL)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = 12
	cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = "5000"

	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return &Store{pool: pool}, nil
}

// Close waits for the connections that are in use.
func (s *Store) Close() { s.pool.Close() }

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.pool.Ping(ctx) }

// ValidRules returns the rules that apply at a moment.
func (s *Store) ValidRules(ctx context.Context, at time.Time) ([]pricing.Rule, error) {
	rows, err := s.pool.Query(ctx, "SELECT "+columns+` FROM price_rules
		WHERE valid_from <= $1 AND (valid_until IS NULL OR valid_until > $1)
		ORDER BY id LIMIT 1000`, at)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRule)
}

// ListRules returns a page of rules after the given id.
func (s *Store) ListRules(ctx context.Context, after int64, limit int) ([]pricing.Rule, error) {
	rows, err := s.pool.Query(ctx, "SELECT "+columns+" FROM price_rules WHERE id > $1 ORDER BY id LIMIT $2", after, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRule)
}

// AddRule stores a new rule and returns its id.
func (s *Store) AddRule(ctx context.Context, rule pricing.Rule) (int64, error) {
	var id int64
	err := s.pool.QueryRow(ctx, `INSERT INTO price_rules
		(name, sku_prefix, customers, min_units, off_bps, valid_from, valid_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		rule.Name, rule.SKUPrefix, rule.Customers, rule.MinUnits, rule.Off, rule.ValidFrom, rule.ValidUntil).Scan(&id)
	return id, err
}

func scanRule(row pgx.CollectableRow) (pricing.Rule, error) {
	var rule pricing.Rule
	err := row.Scan(&rule.ID, &rule.Name, &rule.SKUPrefix, &rule.Customers, &rule.MinUnits,
		&rule.Off, &rule.ValidFrom, &rule.ValidUntil)
	return rule, err
}
