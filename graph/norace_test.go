//go:build !race

package graph_test

// underRace: the race detector allocates, and is slow.
const underRace = false
