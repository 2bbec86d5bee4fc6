package clean

import (
	"fmt"
	"strconv"
	"strings"
)

// Description is a step by name, for those who choose steps in a file or on a command
// line.
type Description struct {
	Name     string
	Argument string // what may come after name=; "" is nothing
	Does     string // in a few words
	Hurts    string // whom; "" is nobody
}

// named is a step that Parse knows.
type named struct {
	Description
	build func(argument string) (Step, error)
}

// plain is a step without an argument.
func plain(s Step) func(string) (Step, error) {
	return func(argument string) (Step, error) {
		if argument != "" {
			return nil, fmt.Errorf("%s=%s: want %s alone: it has no argument", s.Name(), argument, s.Name())
		}
		return s, nil
	}
}

// Steps describes all steps, in the order in which they do best.
func Steps() []Description {
	list := make([]Description, len(known))
	for i, n := range known {
		list[i] = n.Description
	}
	return list
}

// Parse makes the steps that a list names, in its order, parted by commas:
//
//	utf8,nfc,controls,links=<url>+<email>,near-duplicates=0.9
//
// What may come after = is told by Steps. A name that is none, and an argument that
// is wrong, are errors.
func Parse(list string) ([]Step, error) {
	var steps []Step
	for _, item := range strings.Split(list, ",") {
		if item = strings.Trim(item, blanks); item == "" {
			continue
		}
		name, argument, _ := strings.Cut(item, "=")
		s, err := step(name, argument)
		if err != nil {
			return nil, fmt.Errorf("clean: %w", err)
		}
		steps = append(steps, s)
	}
	return steps, nil
}

func step(name, argument string) (Step, error) {
	var names []string
	for _, n := range known {
		if n.Name == name {
			return n.build(argument)
		}
		names = append(names, n.Name)
	}
	return nil, fmt.Errorf("step %q: want one of %s", name, strings.Join(names, ", "))
}

// whole reads a whole number, usual if it is left out.
func whole(name, argument string, usual int) (int, error) {
	if argument == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(argument)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s=%s: want a whole number from 1", name, argument)
	}
	return n, nil
}

// share reads a number from 0 to 1.
func share(name, argument string) (float64, error) {
	x, err := strconv.ParseFloat(argument, 64)
	if err != nil {
		return 0, fmt.Errorf("%s=%s: want a number such as 0.8", name, argument)
	}
	return x, nil
}
