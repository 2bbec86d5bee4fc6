package graph

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// SetTeam gives a machine workers of its own.
func SetTeam(t testing.TB, m *Machine, team *kernel.Team) {
	m.env.Team = team
	require.NoError(t, m.prepare())
}

// Poisoned are o, with freed memory filled with NaN while running.
func Poisoned(o Options) Options {
	o.poison = true
	return o
}
