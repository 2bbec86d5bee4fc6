//go:build race

package weights

// The race detector keeps several bytes for each.
const raced = true
