package architecture_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/architecture"
)

const (
	root   = "../.."
	module = "github.com/gaze-ml/gaze"
)

func load(t *testing.T) *architecture.Tree {
	t.Helper()
	tree, err := architecture.Load(root, module)
	require.NoError(t, err)
	return tree
}

func none(t *testing.T, broken []string) {
	t.Helper()
	require.Empty(t, broken, "\n"+strings.Join(broken, "\n"))
}

func TestImports(t *testing.T)  { none(t, load(t).Imports()) }
func TestNames(t *testing.T)    { none(t, load(t).Names()) }
func TestSizes(t *testing.T)    { none(t, load(t).Sizes()) }
func TestComments(t *testing.T) { none(t, load(t).Comments()) }
func TestGenerics(t *testing.T) { none(t, load(t).Generics()) }
func TestExamples(t *testing.T) { none(t, load(t).Examples()) }
func TestUnlisted(t *testing.T) { none(t, load(t).Unlisted()) }
