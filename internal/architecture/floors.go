package architecture

// Floor is one line of the table of allowed imports. What lies below a package
// belongs to its line, unless it has a line of its own.
type Floor struct {
	Level     int
	Package   string
	Ours      []string // the packages of ours that it may import, and what lies below them
	Libraries []string // and the modules
}

const (
	gorgonia = "gorgonia.org/gorgonia"
	tensor   = "gorgonia.org/tensor"
	types    = "github.com/chewxy/hm" // of gorgonia's operations
	startup  = "go4.org/unsafe/assume-no-moving-gc"
	gonum    = "gonum.org/v1/gonum"
)

// Floors is the house, from the ground up. A package imports lower floors only,
// and of them only those that its line names; models never import each other.
var Floors = []Floor{
	{-1, "internal/architecture", nil, nil},
	{-1, "internal/unicode15", nil, nil},
	{-1, "internal/mallocs", nil, nil},

	{0, "internal/kernel", nil, []string{"golang.org/x/sys"}},
	{0, "metrics", nil, []string{gonum}},
	{0, "text/tokenizer", []string{"internal/unicode15"}, []string{"golang.org/x/text"}},
	{0, "text/segment", []string{"internal/unicode15"}, []string{"golang.org/x/text"}},
	{0, "text/clean", []string{"internal/unicode15"}, []string{"golang.org/x/text"}},
	{0, "viz", nil, []string{"gonum.org/v1/plot", "golang.org/x/image"}},

	{1, "ops", []string{"internal/kernel"}, []string{gorgonia, tensor, types, startup}},
	{1, "ops/blas", []string{"internal/kernel"}, []string{gonum}},
	{1, "weights", nil, []string{tensor, startup}},
	{1, "data", []string{"text"}, nil},
	{1, "internal/growth", []string{"text"}, nil}, // a program of its own test

	{2, "internal/gradcheck", []string{"ops"}, []string{gorgonia, tensor}},
	{2, "graph", []string{"ops", "weights", "internal/kernel"}, []string{gorgonia, tensor, startup}},
	{2, "graph/inspect", []string{"graph", "viz", "internal/gradcheck"}, []string{gorgonia}},
	{2, "optimizers", []string{"internal/kernel", "weights"}, []string{gorgonia, tensor, startup}},

	{2, "internal/checkpoint", []string{"ops", "weights"}, nil},

	{3, "internal/golden", []string{"graph", "weights"}, []string{tensor}},
	{3, "layers", []string{"graph", "ops", "weights"}, nil},
	{3, "losses", []string{"graph", "ops"}, nil},

	{4, "attention", []string{"layers", "graph", "ops", "weights"}, nil},

	{5, "transformer", []string{"attention", "layers", "graph"}, nil},
	{5, "generate", []string{"graph"}, nil},

	{models, "bert", model, []string{tensor}},
	{models, "gpt", model, []string{tensor}},
	{models, "seq2seq", model, nil},
	{models, "baselines", model, nil},
	{models, "tagger", model, []string{tensor}},

	{7, "train", []string{"graph", "weights", "optimizers", "metrics", "data", "viz"},
		[]string{"github.com/schollz/progressbar/v3", "golang.org/x/term"}},

	{7, ".", nil, nil}, // the licences; its tests hold README.md's example

	{8, "cmd/demo", public, []string{"github.com/spf13/cobra", tensor}},
	{8, "examples", public, []string{gorgonia, tensor}},
}

// models is their level: losses only where they train.
const models = 6

// model is what a model may import.
var model = []string{
	"generate", "transformer", "attention", "layers", "graph", "ops", "weights", "text", "data", "losses",
	"internal/checkpoint",
}

// public is what users may import as well.
var public = []string{
	".", "metrics", "text", "viz", "ops", "weights", "data", "graph", "optimizers", "layers", "losses", "attention",
	"transformer", "generate", "bert", "gpt", "seq2seq", "baselines", "tagger", "train",
}

// forTests are the packages that tests of every floor may import.
var forTests = []string{"internal/gradcheck", "internal/golden", "internal/mallocs"}

// floorOf is the line to which a package belongs, nil if there is none.
func floorOf(pkg string) *Floor {
	var best *Floor
	for i := range Floors {
		f := &Floors[i]
		if below(pkg, f.Package) && (best == nil || len(f.Package) > len(best.Package)) {
			best = f
		}
	}
	return best
}

// below reports whether a package is another or lies below it; nothing lies
// below the root, or the root would own whatever has no line.
func below(pkg, other string) bool {
	return pkg == other || other != "." && len(pkg) > len(other) && pkg[:len(other)+1] == other+"/"
}
