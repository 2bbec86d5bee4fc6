//go:build !race

package optimizers_test

// underRace: the race detector allocates, and is slow.
const underRace = false
