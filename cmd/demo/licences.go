package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze"
)

func newLicences() *cobra.Command {
	return &cobra.Command{
		Use:     "licenses",
		Aliases: []string{"licences"},
		Short:   "Print the licence of Gaze, and whose work this program holds",
		Example: `  demo licenses | less`,
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(c.OutOrStdout(), gaze.Licences())
			return err
		},
	}
}
