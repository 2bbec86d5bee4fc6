package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/text/clean"
	"github.com/gaze-ml/gaze/train"
)

const cleanLong = `Clean texts, line by line, and say what was changed.

Each file is read once and written under its name into --out; what is written
appears when it is whole. Memory stays the same whatever the size of a file: that
of a line, at most a megabyte, and what the filters remember, which is at most
128 MB for duplicates and 72 MB for near-duplicates. Duplicates are found across
files. Without a file, standard input is cleaned to standard output, and the
report goes to standard error.

A document is a line, or with --field the text in that field of a JSON object a
line, of at most 64 MB; the other fields stay as they are. The steps are done in
the order they are named, --add after --steps. Only those that hurt no text are
done unless others are named:

`

const cleanExample = `  demo clean corpus.txt
  demo clean crawl/*.txt --add html,links,spaces,empty,duplicates --out out/crawl
  demo clean news.txt --add simplified,scripts=zh,near-duplicates=0.9 --json
  demo clean crawl.jsonl --field text --add html,near-duplicates
  zcat big.txt.gz | demo clean --steps utf8,lower | gzip > small.txt.gz`

// usualSteps are those of clean.Default.
const usualSteps = "utf8,nfc,controls"

// cleaning is the command clean.
type cleaning struct {
	steps, add string
	field      string
	out        string
	json       bool
}

func newClean() *cobra.Command {
	l := cleaning{}
	c := &cobra.Command{
		Use: "clean [FILE...]", Short: "Clean texts of any size, and say what was changed", Long: cleanLong + stepTable(), Example: cleanExample,
		RunE: func(c *cobra.Command, files []string) error { return l.run(c, files) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&l.steps, "steps", usualSteps, "what to do, in this order, parted by commas")
	f.StringVar(&l.add, "add", "", "more steps, after those")
	f.StringVar(&l.field, "field", "", "clean this field of JSON objects, one a line")
	f.StringVar(&l.out, "out", "out/clean", "folder for all that is written")
	f.BoolVar(&l.json, "json", false, "print the report as JSON")
	folders(c, "out")
	return c
}

// stepTable lists the steps for --help.
func stepTable() string {
	var b strings.Builder
	for _, d := range clean.Steps() {
		name := d.Name
		if d.Argument != "" {
			name += "[=" + d.Argument + "]"
		}
		fmt.Fprintf(&b, "  %-23s %s\n", name, d.Does)
		if d.Hurts != "" {
			fmt.Fprintf(&b, "  %-23s hurts %s\n", "", d.Hurts)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// cleanedTexts is what clean --json prints.
type cleanedTexts struct {
	Files  []string     `json:"files"` // that were written
	Report clean.Report `json:"report"`
}

func (l *cleaning) run(c *cobra.Command, files []string) error {
	steps, err := clean.Parse(l.steps + "," + l.add)
	if err != nil {
		return fmt.Errorf("--steps %q --add %q: %w", l.steps, l.add, err)
	}
	p, err := clean.New(steps...)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		if err := l.clean(p, c.OutOrStdout(), obeying{c.Context(), c.InOrStdin()}); err != nil {
			if stoppedByUser(err) {
				err = fmt.Errorf("%w: what was written is cleaned, and is not all", train.ErrInterrupted)
			}
			return err
		}
		return l.report(c.ErrOrStderr(), nil, p.Report())
	}
	if err := checkTexts(files, l.out); err != nil {
		return err
	}
	out, err := openFolder(l.out)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := l.file(c.Context(), p, file, out); err != nil {
			return l.kept(err, out, len(files))
		}
	}
	if err := out.explain("Cleaned texts", "Written by `demo clean`, by the steps "+strings.TrimSuffix(l.steps+","+l.add, ",")+"."); err != nil {
		return err
	}
	return l.report(c.OutOrStdout(), out, p.Report())
}

// kept says of an interruption what is whole: other errors stay as they are.
func (l *cleaning) kept(err error, out *folder, all int) error {
	if !stoppedByUser(err) {
		return err
	}
	done := len(out.files)
	if done == 0 {
		return fmt.Errorf("%w: nothing was written to %s", train.ErrInterrupted, l.out)
	}
	return fmt.Errorf("%w: %d of %s are in %s, cleaned and whole; of the others nothing was written", train.ErrInterrupted, done, counted(all, "file"), l.out)
}

func (l *cleaning) report(w io.Writer, out *folder, r clean.Report) error {
	if l.json {
		result := cleanedTexts{Report: r}
		if out != nil {
			result.Files = out.paths()
		}
		return printJSON(w, result)
	}
	if _, err := fmt.Fprint(w, r); err != nil || out == nil {
		return err
	}
	fmt.Fprintln(w)
	out.list(w)
	return nil
}

// checkTexts finds what is wrong with the files before anything is written.
func checkTexts(files []string, out string) error {
	names := map[string]string{readme: "the folder's own"}
	for _, file := range files {
		info, err := os.Stat(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s: there is no such file", file)
		case err != nil:
			return fmt.Errorf("%s: %w", file, reason(err))
		case info.IsDir():
			return fmt.Errorf("%s is a folder: give its files, as %s", file, filepath.Join(file, "*.txt"))
		}
		if info.Mode().IsRegular() {
			if err := refuseCompressed(file, "demo clean"); err != nil {
				return err
			}
		}
		name := filepath.Base(file)
		if other, taken := names[name]; taken {
			return fmt.Errorf("%s and %s would both be written to %s: clean them one after the other, with another --out", file, other, filepath.Join(out, name))
		}
		names[name] = file
		if old, err := os.Stat(filepath.Join(out, name)); err == nil && os.SameFile(info, old) {
			return fmt.Errorf("--out %s: %s lies in it, and would be lost: give another folder", out, file)
		}
	}
	return nil
}

// clean takes lines, or a field of each.
func (l *cleaning) clean(p *clean.Pipeline, w io.Writer, r io.Reader) error {
	if l.field == "" {
		return p.Run(w, r)
	}
	return p.RunJSON(w, r, l.field)
}

// file writes beside what it will replace, brings it to the disk, and renames:
// what is there is whole whatever happens.
func (l *cleaning) file(ctx context.Context, p *clean.Pipeline, file string, out *folder) error {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, reason(err))
	}
	defer in.Close()
	name := filepath.Base(file)
	beside, err := os.CreateTemp(out.path, "."+name+"-*.tmp")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", out.at(name), reason(err))
	}
	err = l.clean(p, beside, obeying{ctx, in})
	err = errors.Join(err, beside.Chmod(0o644), beside.Sync(), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), out.at(name))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", file, err), os.Remove(beside.Name()))
	}
	out.note(name, "cleaned from "+file)
	return nil
}

// obeying is a reader that ends when it is told to.
type obeying struct {
	ctx context.Context
	in  io.Reader
}

func (o obeying) Read(b []byte) (int, error) {
	if o.ctx.Err() != nil {
		return 0, train.ErrInterrupted
	}
	return o.in.Read(b)
}
