package main

import "github.com/spf13/cobra"

// newBert groups what is about BERT.
func newBert() *cobra.Command {
	c := &cobra.Command{
		Use:   "bert",
		Short: "BERT: pretrain, fine-tune, use",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newBertPretrain(), newBertFinetune(), newBertPredict(), newBertEmbed(), newBertSimilarity(), newBertFillMask())
	return c
}
