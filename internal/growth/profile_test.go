package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// command runs a program, and is what it writes.
func command(name string, arguments ...string) (string, error) {
	c := exec.Command(name, arguments...)
	c.Env = append(os.Environ(), "GOCOVERDIR="+os.TempDir()) // what is counted at the end is of no use
	var problem strings.Builder
	c.Stderr = &problem
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, strings.Join(arguments, " "), err, problem.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// countAll is how many statements ran, by text and its size.
func countAll(texts []string) (map[string]map[int]float64, error) {
	first, err := filepath.Glob(filepath.Join(texts[0], "*"))
	if err != nil {
		return nil, err
	}
	if _, err := command("go", "tool", "covdata", "pkglist", "-i="+first[0]); err != nil { // builds it, where it is not there yet
		return nil, err
	}
	tool, err := command("go", "tool", "-n", "covdata")
	if err != nil {
		return nil, err
	}
	all, next := map[string]map[int]float64{}, make(chan string)
	var group sync.WaitGroup
	var lock sync.Mutex
	for range 4 {
		group.Go(func() {
			for text := range next {
				work, problem := countSizes(tool, text)
				lock.Lock()
				all[text], err = work, errors.Join(err, problem)
				lock.Unlock()
			}
		})
	}
	for _, text := range texts {
		next <- text
	}
	close(next)
	group.Wait()
	return all, err
}

// countSizes is how many statements ran for each size of a text.
func countSizes(tool, text string) (map[int]float64, error) {
	work := map[int]float64{}
	folders, err := os.ReadDir(text)
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		n, err := strconv.Atoi(folder.Name())
		if err != nil {
			return nil, err
		}
		if work[n], err = statements(tool, filepath.Join(text, folder.Name())); err != nil {
			return nil, err
		}
	}
	return work, nil
}

// statements is how many ran: each line of a profile, but the first, ends in how many
// statements a block has, and how often it ran.
func statements(tool, counters string) (work float64, err error) {
	file := filepath.Join(counters, "profile")
	if _, err := command(tool, "textfmt", "-i="+counters, "-o="+file); err != nil {
		return 0, err
	}
	profile, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	_, lines, _ := strings.Cut(string(profile), "\n")
	for line := range strings.Lines(lines) {
		var block string
		var statements, times float64
		if _, err := fmt.Sscan(line, &block, &statements, &times); err != nil {
			return 0, fmt.Errorf("%s: %q: %w", file, line, err)
		}
		work += statements * times
	}
	return work, nil
}
