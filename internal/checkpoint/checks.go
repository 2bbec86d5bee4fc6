package checkpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Checks collects what is wrong with a config.
type Checks []error

// Add is an error unless ok: the field, its value, and what is wanted.
func (c *Checks) Add(ok bool, field string, value any, want string, args ...any) {
	if !ok {
		text, _ := json.Marshal(value)
		*c = append(*c, fmt.Errorf("%s is %s: want %s", field, text, fmt.Sprintf(want, args...)))
	}
}

// Known wants what the field names to be one of those implemented.
func (c *Checks) Known(field, name string, implemented []string) {
	slices.Sort(implemented)
	c.Add(slices.Contains(implemented, name), field, name, "one of those implemented, %q", implemented)
}

// Sizes wants each of the fields to be 1 to most: more is a mistake, or malice.
func (c *Checks) Sizes(fields map[string]int) {
	const most = 1 << 28
	for field, n := range fields {
		c.Add(n >= 1 && n <= most, field, n, "1 to %d", most)
	}
}

// Rates wants each to be a probability below 1.
func (c *Checks) Rates(fields map[string]float64) {
	for field, p := range fields {
		c.Add(p >= 0 && p < 1, field, p, "0 to below 1")
	}
}

// Off wants a field that is not supported to say so, or nothing.
func (c *Checks) Off(field string, raw json.RawMessage) {
	c.Add(slices.Contains([]string{"", "null", "false", "{}", "[]"}, string(raw)), field, raw, "null or false: it is not supported")
}

// Only wants a field to be missing, null, or one of the values implemented.
func (c *Checks) Only(field string, raw json.RawMessage, values ...string) {
	ok := len(raw) == 0 || string(raw) == "null" || slices.Contains(values, string(raw))
	c.Add(ok, field, raw, "%s: others are not supported", values[0])
}

// Join is one error that lists all, in the order of their texts.
func (c Checks) Join(name string) error {
	if len(c) == 0 {
		return nil
	}
	slices.SortFunc(c, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return fmt.Errorf("%s: %w", name, errors.Join(c...))
}
