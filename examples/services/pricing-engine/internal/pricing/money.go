package pricing

import "math/bits"

// BasisPoints is a share in hundredths of a percent.
type BasisPoints int64

const whole BasisPoints = 10_000

// Money is an amount in the minor unit of its currency.
type Money struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
}

// Share returns the given share of the amount, rounded half up.
func (m Money) Share(bps BasisPoints) Money {
	return Money{Minor: mulDiv(m.Minor, int64(bps), int64(whole)), Currency: m.Currency}
}

// Convert applies a rate given in millionths.
func (m Money) Convert(currency string, rateMicros int64) Money {
	return Money{Minor: mulDiv(m.Minor, rateMicros, 1_000_000), Currency: currency}
}

func mulDiv(value, factor, divisor int64) int64 {
	negative := value < 0
	if negative {
		value = -value
	}
	high, low := bits.Mul64(uint64(value), uint64(factor))
	quotient, remainder := bits.Div64(high, low, uint64(divisor))
	if remainder*2 >= uint64(divisor) {
		quotient++
	}
	if negative {
		return -int64(quotient)
	}
	return int64(quotient)
}
