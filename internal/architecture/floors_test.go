package architecture_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/architecture"
)

// The table itself goes downwards: what a line allows is on a lower floor, or is
// what the package lies in. The gradient check alone is for every floor's tests,
// and for the package that shows it to users.
func TestFloorsGoDown(t *testing.T) {
	for _, f := range architecture.Floors {
		for _, allowed := range f.Ours {
			if f.Package == "graph/inspect" && allowed == "internal/gradcheck" {
				continue
			}
			known := false
			for _, other := range architecture.Floors {
				if other.Package != allowed && !strings.HasPrefix(other.Package, allowed+"/") {
					continue
				}
				known = true
				require.True(t, other.Level < f.Level || strings.HasPrefix(f.Package+"/", other.Package+"/"),
					"%s on floor %d may import %s on floor %d", f.Package, f.Level, other.Package, other.Level)
			}
			require.True(t, known, "%s may import %s, which has no line", f.Package, allowed)
		}
	}
}

func TestModelsStayApart(t *testing.T) {
	models := map[string]bool{}
	for _, f := range architecture.Floors {
		if f.Level == 6 {
			models[f.Package] = true
		}
	}
	for _, f := range architecture.Floors {
		for _, allowed := range f.Ours {
			require.False(t, models[allowed] && (models[f.Package] || f.Package == "train"),
				"%s may import the model %s", f.Package, allowed)
		}
	}
}
