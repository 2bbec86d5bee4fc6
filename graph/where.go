package graph

import (
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

// drawing and module are the import paths of this package and of its module.
var (
	drawing = reflect.TypeFor[Graph]().PkgPath()
	module  = strings.TrimSuffix(drawing, "/graph")
)

// located says where a drawing went wrong: the user's line, the scope, and the
// line of the part that drew.
//
//	model.go:20: encoder.layer.0.output.dense (linear.go:31): what
func located(scope string, err error) error {
	user, part := callers()
	switch {
	case scope != "" && part != "":
		return fmt.Errorf("%s: %s (%s): %w", user, scope, part, err)
	case scope != "":
		return fmt.Errorf("%s: %s: %w", user, scope, err)
	case part != "":
		return fmt.Errorf("%s (%s): %w", user, part, err)
	}
	return fmt.Errorf("%s: %w", user, err)
}

// callers are the first frame outside this module, and the innermost one inside
// it that is not of this package: the part ("" if there is none).
func callers() (user, part string) {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		switch at := fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line); {
		case between(f):
		case outside(f):
			return at, part
		case part == "" && !within(f.Function, drawing) && !within(f.Function, module+"/ops"):
			part = at
		}
		if !more {
			return "?", part
		}
	}
}

// between reports whether a frame is neither the user's nor ours: Go's own, or
// Gorgonia's, in between.
func between(f runtime.Frame) bool {
	return strings.HasPrefix(f.Function, "runtime.") || strings.HasPrefix(f.Function, "reflect.") ||
		strings.HasPrefix(f.Function, "gorgonia.org/")
}

// outside reports whether a frame is the user's: of another module, or of this
// module's tests, programs and examples.
func outside(f runtime.Frame) bool {
	return !within(f.Function, module) || strings.HasSuffix(f.File, "_test.go") ||
		strings.HasPrefix(f.Function, "main.") || within(f.Function, module+"/examples")
}

// within reports whether a function is of the package at path or below.
func within(function, path string) bool {
	rest, ok := strings.CutPrefix(function, path)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '/')
}
