package cases

import (
	"strings"

	"github.com/gaze-ml/gaze/graph"
)

// Precisions are the names of all that graph.Options has, in lower case:
// "float32", …
func Precisions() []string {
	var names []string
	for p := graph.Precision(0); ; p++ {
		name := p.String()
		if strings.HasPrefix(name, "Precision(") {
			return names
		}
		names = append(names, strings.ToLower(name))
	}
}

// Precision is the one of that name, in lower case.
func Precision(name string) (graph.Precision, bool) {
	for i, n := range Precisions() {
		if n == name {
			return graph.Precision(i), true
		}
	}
	return 0, false
}
