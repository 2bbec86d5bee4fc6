//go:build !race

package kernel

// underRace: the race detector makes loops ten times as slow.
const underRace = false
