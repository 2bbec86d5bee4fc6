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

// Abreast are how many steps run side by side in each group of a machine's.
func Abreast(m *Machine) []int {
	var sizes []int
	for i, st := range m.p.steps {
		if st.group.some() && st.group.from == i {
			sizes = append(sizes, st.group.to-i)
		}
	}
	return sizes
}
