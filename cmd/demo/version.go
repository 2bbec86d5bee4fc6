package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/ops"
)

// versionFacts is what a report of a problem should tell.
type versionFacts struct {
	Version string `json:"version"` // of the module
	Go      string `json:"go"`
	System  string `json:"system"`
	CPU     string `json:"cpu"`
	Level   string `json:"level"` // of the kernels
	Workers int    `json:"workers"`
}

func facts() versionFacts {
	f := versionFacts{
		Version: "(devel)", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
		CPU: cpuModel(), Level: ops.Level(),
	}
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		f.Version = b.Main.Version
	}
	f.Workers, _ = ops.Workers() // run has told what is wrong with GAZE_THREADS
	return f
}

func newVersion() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the version, and what the program runs on",
		Example: `  demo version
  demo version --json
  GAZE_THREADS=1 demo version`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			f := facts()
			if asJSON {
				return printJSON(c.OutOrStdout(), f)
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "gaze     %s\ngo       %s\nsystem   %s\ncpu      %s\nkernels  %s\nworkers  %d\n",
				f.Version, f.Go, f.System, f.CPU, f.Level, f.Workers)
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print it as JSON")
	return c
}

// printJSON writes a value for people and scripts alike.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
