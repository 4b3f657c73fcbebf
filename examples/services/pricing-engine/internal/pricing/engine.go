// Package pricing decides what a basket costs.
package pricing

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrCurrency is returned when there is no rate between two currencies.
var ErrCurrency = errors.New("no exchange rate between these currencies")

// Rule lowers the price of matching lines.
type Rule struct {
	ID         int64       `json:"id"`
	Name       string      `json:"name"`
	SKUPrefix  string      `json:"skuPrefix"`
	Customers  string      `json:"customers"`
	MinUnits   int         `json:"minUnits"`
	Off        BasisPoints `json:"offBps"`
	ValidFrom  time.Time   `json:"validFrom"`
	ValidUntil *time.Time  `json:"validUntil,omitempty"`
}

// Line is one position of the basket.
type Line struct {
	SKU       string `json:"sku"`
	Units     int    `json:"units"`
	ListPrice Money  `json:"listPrice"`
}

// Basket is what a customer wants to buy.
type Basket struct {
	CustomerGroup string `json:"customerGroup"`
	Currency      string `json:"currency"`
	Lines         []Line `json:"lines"`
}

// QuotedLine is a line with the price it is sold for.
type QuotedLine struct {
	SKU   string `json:"sku"`
	Units int    `json:"units"`
	Unit  Money  `json:"unit"`
	Total Money  `json:"total"`
	Rule  string `json:"rule,omitempty"`
}

// Quote is the answer of the engine.
type Quote struct {
	Lines []QuotedLine `json:"lines"`
	Total Money        `json:"total"`
	At    time.Time    `json:"at"`
}

// RuleSource knows the rules that are valid at a moment.
type RuleSource interface {
	ValidRules(ctx context.Context, at time.Time) ([]Rule, error)
}

// RateSource knows exchange rates in millionths.
type RateSource interface {
	Rate(ctx context.Context, from, to string) (int64, error)
}

// Engine combines rules and rates.
type Engine struct {
	rules RuleSource
	rates RateSource
	now   func() time.Time
}

// NewEngine returns an engine that reads the time from the clock.
func NewEngine(rules RuleSource, rates RateSource) *Engine {
	return &Engine{rules: rules, rates: rates, now: time.Now}
}

// Quote prices a basket.
func (e *Engine) Quote(ctx context.Context, basket Basket) (Quote, error) {
	at := e.now().UTC()
	rules, err := e.rules.ValidRules(ctx, at)
	if err != nil {
		return Quote{}, fmt.Errorf("rules: %w", err)
	}

	quote := Quote{At: at, Total: Money{Currency: basket.Currency}}
	for _, line := range basket.Lines {
		unit := line.ListPrice
		if unit.Currency != basket.Currency {
			rate, err := e.rates.Rate(ctx, unit.Currency, basket.Currency)
			if err != nil {
				return Quote{}, fmt.Errorf("rate %s to %s: %w", unit.Currency, basket.Currency, err)
			}
			unit = unit.Convert(basket.Currency, rate)
		}

		quoted := QuotedLine{SKU: line.SKU, Units: line.Units, Unit: unit}
		if rule, ok := bestRule(rules, basket.CustomerGroup, line); ok {
			quoted.Unit.Minor -= unit.Share(rule.Off).Minor
			quoted.Rule = rule.Name
		}
		quoted.Total = Money{Minor: quoted.Unit.Minor * int64(line.Units), Currency: basket.Currency}
		quote.Total.Minor += quoted.Total.Minor
		quote.Lines = append(quote.Lines, quoted)
	}
	return quote, nil
}

func bestRule(rules []Rule, group string, line Line) (Rule, bool) {
	var best Rule
	found := false
	for _, rule := range rules {
		if rule.Customers != "all" && rule.Customers != group {
			continue
		}
		if !strings.HasPrefix(line.SKU, rule.SKUPrefix) || line.Units < rule.MinUnits {
			continue
		}
		if !found || rule.Off > best.Off {
			best, found = rule, true
		}
	}
	return best, found
}
