package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/report"
)

// plan is what to measure.
type plan struct {
	cases, peers, precisions []string // of each, only these; all if there are none
	threads                  []int
	rounds                   int
	seconds                  float64
	small                    bool
	folder, profiles         string
}

// measure measures the cases one after another. What was measured of one, with
// one number of threads, is told as soon as it is there, so that a sitting that
// ends early has not been for nothing.
func (p *plan) measure(ctx context.Context, progress io.Writer, tell func(report.Sitting) error) error {
	chosen, err := p.choose()
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "gaze-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	at := place{work, p.folder, p.profiles}
	if err := errors.Join(unpack(work), p.makeProfiles()); err != nil {
		return err
	}
	on := machine(p)
	for _, c := range chosen {
		files, err := c.Write(work)
		if err != nil {
			return err
		}
		for _, threads := range p.threads {
			t := turns{c, files, threads, at, progress}
			results := t.measure(ctx, p)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := tell(report.Sitting{Machine: on, Results: results}); err != nil {
				return err
			}
		}
	}
	return nil
}

// choose checks the plan and lists its cases.
func (p *plan) choose() ([]cases.Case, error) {
	all := cases.All()
	if p.small {
		all = cases.Small()
	}
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	var wrong []error
	for _, list := range []struct {
		flag        string
		asked, have []string
	}{{"cases", p.cases, names}, {"peers", p.peers, peerNames()}} {
		for _, x := range list.asked {
			if !slices.Contains(list.have, x) {
				wrong = append(wrong, fmt.Errorf("--%s %q: want one of %s", list.flag, x, strings.Join(list.have, ", ")))
			}
		}
	}
	if p.rounds < 1 || p.seconds < 0 || len(p.threads) == 0 || slices.Min(p.threads) < 1 {
		wrong = append(wrong, errors.New("want rounds and threads of at least 1, and seconds of at least 0"))
	}
	return slices.DeleteFunc(all, func(c cases.Case) bool { return !among(p.cases, c.Name) }), errors.Join(wrong...)
}

// among says whether a name is one of a list, or there is no list.
func among(list []string, name string) bool { return len(list) == 0 || slices.Contains(list, name) }

// field are the contestants that the plan has for a case.
func (p *plan) field(k cases.Case) []contestant {
	return slices.DeleteFunc(contestants(), func(c contestant) bool {
		return !c.runs(k) || !among(p.peers, c.peer) || c.peer != report.Ceiling && !among(p.precisions, c.precision)
	})
}

func (p *plan) makeProfiles() error {
	if p.profiles == "" {
		return nil
	}
	return os.MkdirAll(p.profiles, 0o755)
}

// unpack writes the Python programs into a folder.
func unpack(dir string) error {
	return fs.WalkDir(scripts, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := scripts.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, filepath.Base(path)), text, 0o644)
	})
}
